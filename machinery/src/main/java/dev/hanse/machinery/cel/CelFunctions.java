package dev.hanse.machinery.cel;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/// Collects functions for the [CelEnvironment]. The name of an overload is that of the function and
/// of its parameter types, so that two functions cannot collide by accident.
@SuppressWarnings(
        "Immutable") // the bodies are functions without state; java.util says nothing of it
final class CelFunctions {

    private final List<CelFunctionDecl> declarations = new ArrayList<>();
    private final List<CelFunctionBinding> bindings = new ArrayList<>();

    List<CelFunctionDecl> declarations() {
        return declarations;
    }

    List<CelFunctionBinding> bindings() {
        return bindings;
    }

    /// `name()`
    CelFunctions function(String name, CelType result, Supplier<Object> body) {
        var id = id(name);
        declare(name, CelOverloadDecl.newGlobalOverload(id, result));
        bindings.add(CelFunctionBinding.from(id, List.of(), _ -> body.get()));
        return this;
    }

    /// `name(a, b)`
    <A, B> CelFunctions function(
            String name,
            CelType result,
            Parameter<A> first,
            Parameter<B> second,
            BiFunction<A, B, Object> body) {
        var id = id(name, first.type(), second.type());
        declare(name, CelOverloadDecl.newGlobalOverload(id, result, first.type(), second.type()));
        bindings.add(
                CelFunctionBinding.from(
                        id,
                        first.java(),
                        second.java(),
                        (x, y) -> guarded(() -> body.apply(x, y))));
        return this;
    }

    /// `name(a)`
    <A> CelFunctions function(
            String name, CelType result, CelType type, Class<A> a, Function<A, Object> body) {
        var id = id(name, type);
        declare(name, CelOverloadDecl.newGlobalOverload(id, result, type));
        bindings.add(CelFunctionBinding.from(id, a, x -> guarded(() -> body.apply(x))));
        return this;
    }

    /// `receiver.name()`
    <A> CelFunctions method(
            String name, CelType result, CelType receiver, Class<A> a, Function<A, Object> body) {
        var id = id("on", name, receiver);
        declare(name, CelOverloadDecl.newMemberOverload(id, result, receiver));
        bindings.add(CelFunctionBinding.from(id, a, x -> guarded(() -> body.apply(x))));
        return this;
    }

    /// `receiver.name(argument)`
    <A, B> CelFunctions method(
            String name,
            CelType result,
            Parameter<A> receiver,
            Parameter<B> argument,
            BiFunction<A, B, Object> body) {
        var id = id("on", name, receiver.type(), argument.type());
        declare(
                name,
                CelOverloadDecl.newMemberOverload(id, result, receiver.type(), argument.type()));
        bindings.add(
                CelFunctionBinding.from(
                        id,
                        receiver.java(),
                        argument.java(),
                        (x, y) -> guarded(() -> body.apply(x, y))));
        return this;
    }

    /// `receiver.name(first, second)`
    <A, B, C> CelFunctions method(
            String name,
            CelType result,
            Parameter<A> receiver,
            Parameter<B> first,
            Parameter<C> second,
            TriFunction<A, B, C> body) {
        var id = id("on", name, receiver.type(), first.type(), second.type());
        declare(
                name,
                CelOverloadDecl.newMemberOverload(
                        id, result, receiver.type(), first.type(), second.type()));
        bindings.add(
                CelFunctionBinding.from(
                        id,
                        List.of(receiver.java(), first.java(), second.java()),
                        values ->
                                guarded(
                                        () ->
                                                body.apply(
                                                        receiver.java().cast(values[0]),
                                                        first.java().cast(values[1]),
                                                        second.java().cast(values[2])))));
        return this;
    }

    /// A body of a method with two arguments.
    @FunctionalInterface
    interface TriFunction<A, B, C> {
        Object apply(A receiver, B first, C second);
    }

    /// What a function takes, for the checker and for the runtime.
    record Parameter<T>(CelType type, Class<T> java) {}

    @FunctionalInterface
    private interface Body {
        Object run();
    }

    /// A function says that it cannot with an [IllegalArgumentException]; CEL wants its own.
    private static Object guarded(Body body) throws CelEvaluationException {
        try {
            return body.run();
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new CelEvaluationException(String.valueOf(e.getMessage()), e);
        }
    }

    private void declare(String name, CelOverloadDecl overload) {
        declarations.add(CelFunctionDecl.newFunctionDeclaration(name, overload));
    }

    private static String id(Object... parts) {
        var id = new StringBuilder("kubernetes");
        for (var each : parts) {
            id.append('_').append(each instanceof CelType type ? type.name() : each);
        }
        return id.toString();
    }
}
