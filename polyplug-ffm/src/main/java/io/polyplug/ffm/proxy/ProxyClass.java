package io.polyplug.ffm.proxy;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.proxy.BoundContract;
import io.polyplug.types.FunctionSignature;

/**
 * Defines the class of one proxy: hidden, beside the contract's interface, with
 * everything that is particular to the proxy as constants. Static and thread-safe.
 * <p>
 * The class refers to the JDK and to the types of the interface only: what it does for a
 * call are method handles among its constants. So it needs to see no class of polyplug,
 * and the interface need not be public. 1.6 ms each, hence one for each proxy and never
 * for a generation.
 */
final class ProxyClass {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.runtime");

    private ProxyClass() {
    }

    /**
     * Makes a proxy.
     * @return the proxy, or {@code null} where no class can be defined beside the
     * interface
     */
    static @Nullable Object instance(BoundContract contract) {
        Class<?> type = contract.definition().type();
        try {
            MethodHandles.Lookup lookup = Neighbour.lookup(type);
            Constants constants = new Constants();
            byte[] bytes = ClassFile
                .of(ClassFile.ClassHierarchyResolverOption
                    .of(ClassHierarchyResolver.ofClassLoading(type.getClassLoader())))
                .build(ClassDesc.of(type.getName() + "Proxy"), (builder) -> define(builder, contract, constants));
            MethodHandles.Lookup defined = lookup.defineHiddenClassWithClassData(bytes, constants.values(), true);
            return defined.findConstructor(defined.lookupClass(), MethodType.methodType(void.class)).invoke();
        }
        catch (Throwable ex) {
            logger.debug("No class can be defined beside {}: its calls are interpreted", type.getName(), ex);
            return null;
        }
    }

    private static void define(ClassBuilder builder, BoundContract contract, Constants constants) {
        builder.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER | ClassFile.ACC_SYNTHETIC);
        builder.withInterfaceSymbols(ClassDesc.ofDescriptor(contract.definition().type().descriptorString()));
        defineConstructor(builder);
        defineDescription(builder, contract.description());
        HomeCall home = HomeCall.of(contract);
        for (Map.Entry<Method, FunctionSignature> function : contract.definition().functions().entrySet()) {
            new ProxyMethod(function.getKey(), HomeFunction.of(home, function.getValue()), constants).define(builder);
        }
    }

    private static void defineConstructor(ClassBuilder builder) {
        builder.withMethodBody(ConstantDescs.INIT_NAME, ConstantDescs.MTD_void, 0,
                (code) -> code.aload(0)
                    .invokespecial(ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                    .return_());
    }

    private static void defineDescription(ClassBuilder builder, String description) {
        builder.withMethodBody("toString", MethodTypeDesc.of(ConstantDescs.CD_String), ClassFile.ACC_PUBLIC,
                (code) -> code.loadConstant(description).areturn());
    }

}
