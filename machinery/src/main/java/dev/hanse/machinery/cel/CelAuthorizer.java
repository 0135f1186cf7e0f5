package dev.hanse.machinery.cel;

import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;

/// What `authorizer` stands for in an expression: tells what somebody may do.
///
/// <https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-authorizer-library>
@FunctionalInterface
public interface CelAuthorizer {

    /// The type of the variable `authorizer`.
    CelType TYPE = OpaqueType.create("kubernetes.authorization.Authorizer");

    /// The type of the variable `authorizer.requestResource`.
    CelType RESOURCE_TYPE = OpaqueType.create("kubernetes.authorization.ResourceCheck");

    Answer ask(Question question);

    /// @param namespace and `account` of a service account to ask about; empty for the user of the
    ///   request
    /// @param path of a non-resource request, or empty
    record Question(
            String accountNamespace,
            String account,
            String verb,
            String path,
            String group,
            String resource,
            String subresource,
            String namespace,
            String name) {

        static Question begin() {
            return new Question("", "", "", "", "", "", "", "", "");
        }

        /// What may be done with one resource.
        public static Question about(
                String group, String resource, String subresource, String namespace, String name) {
            return new Question("", "", "", "", group, resource, subresource, namespace, name);
        }

        Question as(String newNamespace, String newAccount) {
            return new Question(
                    newNamespace,
                    newAccount,
                    verb,
                    path,
                    group,
                    resource,
                    subresource,
                    namespace,
                    name);
        }

        Question withVerb(String value) {
            return with(value, path, group, resource);
        }

        Question withPath(String value) {
            return with(verb, value, group, resource);
        }

        Question withGroup(String value) {
            return with(verb, path, value, resource);
        }

        Question withResource(String value) {
            return with(verb, path, group, value);
        }

        private Question with(String newVerb, String newPath, String newGroup, String newResource) {
            return new Question(
                    accountNamespace,
                    account,
                    newVerb,
                    newPath,
                    newGroup,
                    newResource,
                    subresource,
                    namespace,
                    name);
        }

        Question withSubresource(String value) {
            return at(value, namespace, name);
        }

        Question withNamespace(String value) {
            return at(subresource, value, name);
        }

        Question withName(String value) {
            return at(subresource, namespace, value);
        }

        private Question at(String newSubresource, String newNamespace, String newName) {
            return new Question(
                    accountNamespace,
                    account,
                    verb,
                    path,
                    group,
                    resource,
                    newSubresource,
                    newNamespace,
                    newName);
        }
    }

    /// @param error why there is no answer, or empty
    record Answer(boolean allowed, String reason, String error) {}

    /// The value of the variable `authorizer`.
    default Object value() {
        return new CelAuthorizerFunctions.Asker(this, Question.begin());
    }

    /// The value of the variable `authorizer.requestResource`.
    default Object value(Question aboutRequest) {
        return new CelAuthorizerFunctions.Asker(this, aboutRequest);
    }
}
