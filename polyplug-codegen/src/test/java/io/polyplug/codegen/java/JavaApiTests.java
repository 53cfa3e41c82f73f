package io.polyplug.codegen.java;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.api.Contract;
import io.polyplug.codegen.api.Declaration;
import io.polyplug.codegen.api.Enumeration;
import io.polyplug.codegen.api.Field;
import io.polyplug.codegen.api.Function;
import io.polyplug.codegen.api.Primitive;
import io.polyplug.codegen.api.Reference;
import io.polyplug.codegen.api.Struct;
import io.polyplug.codegen.api.Type;
import io.polyplug.codegen.api.Variant;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.contract.Repr;
import io.polyplug.contract.Unsigned;
import io.polyplug.contract.Version;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Apis that are read from Java.
 */
class JavaApiTests {

    private final Api api = JavaApi.of(List.of(Gallery.Filter.class, Gallery.Album.class));

    @Test
    void contractsAreWhatTheirAnnotationsSay() {
        Contract filter = this.api.guestContracts().get(0);
        assertThat(this.api.guestContracts()).containsExactly(filter);
        assertThat(filter.name()).isEqualTo("gallery.Filter");
        assertThat(filter.version()).isEqualTo(new Version(2, 1, 0));
        assertThat(filter.kind()).isEqualTo(Contract.Kind.GUEST);
        Contract album = this.api.hostContracts().get(0);
        assertThat(this.api.hostContracts()).containsExactly(album);
        assertThat(album.name()).isEqualTo("host.Album");
        assertThat(album.version()).isEqualTo(new Version(0, 3, 9));
        assertThat(album.singleton()).isFalse();
        assertThat(album.position()).hasToString("io.polyplug.codegen.java.Gallery$Album");
    }

    @Test
    void functionsAreAbstractMethodsInheritedOnesIncludedInTheOrderOfTheirIds() {
        assertThat(this.api.guestContracts().get(0).functions()).extracting(Function::name)
            .containsExactly("name", "apply", "used_channels", "best_tone", "parseURL", "map");
    }

    @Test
    void typesAreThoseOfTheApi() {
        Function best = this.api.guestContracts().get(0).functions().get(3);
        assertThat(best.result()).contains(Primitive.U8);
        assertThat(best.parameters()).extracting(Field::name)
            .containsExactly("tone", "raw_data", "is_fast", "f", "d", "b", "s", "address");
        assertThat(best.parameters()).extracting(Field::type)
            .containsExactly(new Reference("Tone"), Primitive.BUFFER, Primitive.BOOL, Primitive.F32, Primitive.F64,
                    Primitive.I8, Primitive.I16, Primitive.I64);
        Function parse = this.api.guestContracts().get(0).functions().get(4);
        assertThat(parse.result()).isEmpty();
        assertThat(parse.parameters()).extracting(Field::name).containsExactly("theURL", "u8", "u32", "i32");
        assertThat(parse.parameters()).extracting(Field::type)
            .containsExactly(Primitive.STRING_VIEW, Primitive.U8, Primitive.U32, Primitive.I32);
        Function map = this.api.guestContracts().get(0).functions().get(5);
        assertThat(map.result()).contains(Primitive.PTR);
        assertThat(map.parameters()).extracting(Field::type)
            .containsExactly(Primitive.PTR, Primitive.U64, new Reference("Span"));
        Struct span = (Struct) this.api.declaration(new Reference("Span"));
        assertThat(span.fields()).extracting(Field::type).containsExactly(Primitive.PTR, Primitive.U64, Primitive.I64);
    }

    @Test
    void declarationsStandBehindThoseThatTheyUse() {
        assertThat(this.api.declarations()).extracting(Declaration::name)
            .containsExactly("Size", "Tone", "Channel", "Photo", "Span");
        Struct photo = (Struct) this.api.declaration(new Reference("Photo"));
        assertThat(photo.fields()).extracting(Field::name)
            .containsExactly("file_name", "data", "size", "tone", "channels");
    }

    @Test
    void enumsThatAreUsedAsSetsAreFlags() {
        Enumeration channel = (Enumeration) this.api.declaration(new Reference("Channel"));
        assertThat(channel.bitFlag()).isTrue();
        assertThat(channel.repr()).isEqualTo(Repr.U16);
        assertThat(channel.variants()).extracting(Variant::name)
            .containsExactly("Red", "Green", "Blue", "Colours", "Nothing", "WithAlpha");
        assertThat(channel.variants()).extracting(Variant::value).containsExactly(1L, 2L, 4L, 7L, 0L, 0x8001L);
        assertThat(channel.variants()).extracting(Variant::expression)
            .containsExactly("1", "2", "4", "Red | Green | Blue", "0", "32769");
        Enumeration tone = (Enumeration) this.api.declaration(new Reference("Tone"));
        assertThat(tone.bitFlag()).isFalse();
        assertThat(tone.variants()).extracting(Variant::name).containsExactly("Low", "VeryLow", "LEVEL_1");
        assertThat(tone.variants()).extracting(Variant::expression).containsExactly("0", "7", "18446744073709551615");
    }

    @Test
    void resultsThatComeLaterAreResults() {
        List<Optional<Type>> results = JavaApi.of(List.of(Later.class))
            .guestContracts()
            .get(0)
            .functions()
            .stream()
            .map(Function::result)
            .toList();
        assertThat(results).containsExactly(Optional.of(Primitive.STRING_VIEW), Optional.of(Primitive.U16),
                Optional.empty(), Optional.of(Primitive.BUFFER), Optional.of(new Reference("Channel")));
    }

    @Test
    void buffersMayBeThoseOfNio() {
        Function write = JavaApi.of(List.of(Later.class)).guestContracts().get(0).functions().get(2);
        assertThat(write.parameters()).extracting(Field::type).containsExactly(Primitive.BUFFER);
    }

    @Test
    void interfaceThatIsNamedTwiceIsReadOnce() {
        assertThat(JavaApi.of(List.of(Later.class, Later.class)).guestContracts()).hasSize(1);
    }

    /** Results of all forms; the same method of two interfaces. */
    @GuestContract(name = "demo.Later", version = "1.0")
    interface Later extends First, Second {

        @ContractFunction(1)
        CompletableFuture<@Unsigned Integer> number();

        @ContractFunction(2)
        CompletionStage<Void> write(ByteBuffer data);

        @ContractFunction(3)
        CompletionStage<byte[]> bytes();

        @ContractFunction(4)
        CompletionStage<Set<Gallery.Channel>> channels();

        @Override
        String toString();

    }

    interface First {

        @ContractFunction(0)
        CompletionStage<String> text();

    }

    interface Second {

        @ContractFunction(0)
        CompletionStage<String> text();

    }

}
