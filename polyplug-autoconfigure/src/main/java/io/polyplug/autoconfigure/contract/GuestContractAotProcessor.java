package io.polyplug.autoconfigure.contract;

import java.util.ArrayList;
import java.util.List;

import javax.lang.model.element.Modifier;

import io.polyplug.PolyplugRuntime;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.generate.GeneratedClass;
import org.springframework.aot.generate.GeneratedMethod;
import org.springframework.aot.generate.GenerationContext;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.aot.BeanFactoryInitializationCode;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.javapoet.CodeBlock;

/**
 * Generates the code that gives a context which was processed ahead of time its
 * contracts. That code lists them by name and has {@link GuestContractBeans} register
 * them, as the auto-configuration does in other contexts: so they are the same beans, and
 * an interface need not be public.
 */
final class GuestContractAotProcessor implements BeanFactoryInitializationAotProcessor {

    @Override
    public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
            ConfigurableListableBeanFactory beanFactory) {
        if (BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beanFactory, PolyplugRuntime.class, true,
                false).length == 0) {
            return null;
        }
        List<CodeBlock> registrations = new ArrayList<>();
        for (String beanName : beanFactory.getBeanDefinitionNames()) {
            CodeBlock registration = registration(beanName, beanFactory.getBeanDefinition(beanName));
            if (registration != null) {
                registrations.add(registration);
            }
        }
        boolean resolver = beanFactory instanceof DefaultListableBeanFactory factory
                && factory.getAutowireCandidateResolver() instanceof BundleQualifierResolver;
        return new Contribution(registrations, resolver);
    }

    private static @Nullable CodeBlock registration(String beanName, BeanDefinition definition) {
        GuestContractBinding binding = GuestContractBinding.of(definition);
        if (binding != null) {
            return CodeBlock.of("contracts.restore($S, $S, $S, $L)", beanName, binding.type().getName(),
                    binding.bundleName(), GuestContractBeans.isDefaultCandidate(definition));
        }
        Class<?> heldType = GuestContractBeans.heldType(definition);
        return (heldType != null) ? CodeBlock.of("contracts.restoreHolder($S, $S)", beanName, heldType.getName())
                : null;
    }

    private record Contribution(List<CodeBlock> registrations,
            boolean resolver) implements BeanFactoryInitializationAotContribution {

        @Override
        public void applyTo(GenerationContext generationContext, BeanFactoryInitializationCode code) {
            GeneratedClass generated = generationContext.getGeneratedClasses()
                .addForFeatureComponent("GuestContracts", GuestContractAutoConfiguration.class,
                        (type) -> type.addJavadoc("The guest contracts of an application.")
                            .addModifiers(Modifier.PUBLIC));
            GeneratedMethod method = generated.getMethods().add("registerGuestContracts", (builder) -> {
                builder.addModifiers(Modifier.PUBLIC, Modifier.STATIC);
                builder.addParameter(DefaultListableBeanFactory.class, "beanFactory");
                if (this.resolver) {
                    builder.addStatement("$T.install(beanFactory)", BundleQualifierResolver.class);
                }
                builder.addStatement("$T contracts = new $T(beanFactory)", GuestContractBeans.class,
                        GuestContractBeans.class);
                this.registrations.forEach((registration) -> builder.addStatement(registration));
            });
            code.addInitializer(method.toMethodReference());
        }

    }

}
