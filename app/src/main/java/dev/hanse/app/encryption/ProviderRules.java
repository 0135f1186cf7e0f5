package dev.hanse.app.encryption;

import dev.hanse.app.encryption.EncryptionConfig.ChoiceConfig;
import dev.hanse.app.encryption.EncryptionConfig.KeyConfig;
import dev.hanse.app.encryption.EncryptionConfig.ProviderConfig;
import dev.hanse.machinery.status.FieldError;
import dev.hanse.storage.Bytes;
import dev.hanse.storage.encryption.Provider;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What providers in the file mean, and which are refused, with kube-apiserver's reasons. Messages
/// show `REDACTED` in place of anything that may be a secret.
final class ProviderRules {

    private static final String REDACTED = "REDACTED";

    private ProviderRules() {}

    static List<FieldError> validate(ProviderConfig provider, String path) {
        if (provider.choices().isEmpty()) {
            return List.of(
                    FieldError.invalid(
                            path,
                            REDACTED,
                            "provider does not contain any of the expected providers: KMS, AESGCM,"
                                    + " AESCBC, Secretbox, Identity"));
        }
        if (provider.choices().size() > 1) {
            return List.of(
                    FieldError.invalid(
                            path,
                            provider.choices().stream()
                                    .map(ChoiceConfig::label)
                                    .collect(Collectors.joining(", ")),
                            "more than one provider specified in a single element, should split"
                                    + " into different list elements"));
        }
        return switch (provider.choices().getFirst()) {
            case ChoiceConfig.Identity _ -> List.of();
            case ChoiceConfig.Kms _ ->
                    List.of(
                            FieldError.forbidden(
                                    path + ".kms",
                                    "KMS plugins are not supported, use aesgcm or secretbox"));
            case ChoiceConfig.Encrypting encrypting ->
                    validate(encrypting, path + "." + encrypting.label() + ".keys");
        };
    }

    private static List<FieldError> validate(ChoiceConfig.Encrypting encrypting, String path) {
        if (encrypting.keys().isEmpty()) {
            return List.of(FieldError.required(path, "at least one keys is required"));
        }
        var errors = new ArrayList<FieldError>();
        for (int i = 0; i < encrypting.keys().size(); i++) {
            validate(
                    encrypting.keys().get(i),
                    path + "[" + i + "]",
                    encrypting.algorithm().secretLengths(),
                    errors);
        }
        return errors;
    }

    private static void validate(
            KeyConfig key, String path, List<Integer> lengths, List<FieldError> errors) {
        if (key.name().isEmpty()) {
            errors.add(FieldError.required(path + ".name", "name is a mandatory field for a key"));
        }
        var field = path + ".secret";
        if (key.secret().isEmpty()) {
            errors.add(FieldError.required(field, "secret is a mandatory field for a key"));
            return;
        }
        var secret = decoded(key.secret());
        if (secret.isEmpty()) {
            errors.add(FieldError.invalid(field, REDACTED, "secrets must be base64 encoded"));
        } else if (!lengths.contains(secret.get().length())) {
            errors.add(
                    FieldError.invalid(
                            field,
                            REDACTED,
                            "secret is not of the expected length, got "
                                    + secret.get().length()
                                    + ", expected one of "
                                    + lengths.toString().replace(",", "")));
        }
    }

    /// What a valid element stands for: one provider a key.
    static Stream<Provider> build(ProviderConfig provider, SecureRandom random) {
        return provider.choices().stream()
                .flatMap(
                        choice ->
                                switch (choice) {
                                    case ChoiceConfig.Identity _ -> Stream.of(Provider.identity());
                                    case ChoiceConfig.Kms _ ->
                                            throw new IllegalStateException("not validated");
                                    case ChoiceConfig.Encrypting(var algorithm, var keys) ->
                                            keys.stream()
                                                    .map(
                                                            key ->
                                                                    Provider.encrypting(
                                                                            algorithm,
                                                                            key.name(),
                                                                            decoded(key.secret())
                                                                                    .orElseThrow(),
                                                                            random));
                                });
    }

    /// Go's decoder passes over line breaks, and so a folded secret is fine.
    private static Optional<Bytes> decoded(String base64) {
        try {
            return Optional.of(
                    Bytes.wrap(
                            Base64.getDecoder()
                                    .decode(base64.replace("\n", "").replace("\r", ""))));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
