package io.polyplug.types;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

import io.polyplug.abi.Abi;
import io.polyplug.contract.AbiEnum;
import io.polyplug.contract.AbiValue;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.contract.HostContract;
import io.polyplug.contract.Ptr;
import io.polyplug.contract.Repr;
import io.polyplug.contract.Unsigned;
import io.polyplug.contract.Version;
import io.polyplug.error.ContractDefinitionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Which Java interfaces can be contracts. Each refusal names the interface, the method
 * and the type, and says what to do.
 */
class ContractDefinitionTests {

    private static void assertRefused(Class<?> type, String... parts) {
        assertRefusal(type,
                catchThrowableOfType(ContractDefinitionException.class, () -> ContractDefinition.ofGuest(type)), parts);
    }

    private static void assertRefusedAsHost(Class<?> type, String... parts) {
        assertRefusal(type,
                catchThrowableOfType(ContractDefinitionException.class, () -> ContractDefinition.ofHost(type)), parts);
    }

    private static void assertRefusal(Class<?> type, ContractDefinitionException refusal, String... parts) {
        assertThat(refusal).as("refusal of %s", type.getSimpleName()).isNotNull();
        assertThat(refusal.interfaceName()).isEqualTo(type.getName());
        assertThat(refusal).hasMessageStartingWith("Interface " + type.getName() + " cannot be a contract: ");
        assertThat(refusal.getMessage()).contains(parts);
    }

    @Nested
    class OfTheInterface {

        @Test
        void saysWhatItIs() {
            ContractDefinition definition = ContractDefinition.ofGuest(Good.class);
            assertThat(definition.type()).isEqualTo(Good.class);
            assertThat(definition.name()).isEqualTo("test.Good");
            assertThat(definition.version()).isEqualTo(new Version(1, 2, 3));
            assertThat(definition.requiredFunctions()).as("one more than the highest id").isEqualTo(8);
            assertThat(definition.functions()).hasSize(2);
        }

        @Test
        void mayHaveNoFunctions() {
            assertThat(ContractDefinition.ofGuest(Empty.class).requiredFunctions()).isZero();
        }

        @Test
        void hostContractSaysWhetherItIsShared() {
            assertThat(ContractDefinition.ofHost(SharedHost.class).singleton()).isTrue();
            assertThat(ContractDefinition.ofHost(ManifoldHost.class).singleton()).isFalse();
        }

        @Test
        void needsItsAnnotation() {
            assertRefused(NoAnnotation.class, "it has no @GuestContract", "Annotate the interface");
            assertRefused(SharedHost.class, "it has no @GuestContract");
            assertRefusedAsHost(NoAnnotation.class, "it has no @HostContract", "Annotate the interface");
            assertRefusedAsHost(Good.class, "it has no @HostContract");
            assertRefused(InheritsTheContract.class, "it has no @GuestContract");
        }

        @Test
        void mustBeAPlainInterface() {
            assertRefused(AClass.class, "it is not a plain interface");
            assertRefused(ARecord.class, "it is not a plain interface");
            assertRefused(AnAnnotation.class, "it is not a plain interface");
            assertRefused(Sealed.class, "it is not a plain interface");
        }

        @Test
        void mustNotBeGeneric() {
            assertRefused(Generic.class, "it has type variables", "Use concrete types");
        }

        @Test
        void needsAGoodName() {
            assertRefused(BlankName.class, "its contract name ' ' is empty or has an '@'");
            assertRefused(NameWithVersion.class, "its contract name 'test.Good@1' is empty or has an '@'",
                    "Give the name without version");
        }

        @Test
        void needsAGoodVersion() {
            assertRefused(OneNumber.class, "'1' is not a version. Write two or three decimal numbers");
            assertRefused(TooLargeVersion.class, "Version '1.4294967296' has a part above 4294967295");
            assertRefusedAsHost(HostWithoutVersion.class, "'' is not a version");
        }

    }

    @Nested
    class OfItsMethods {

        @Test
        void needAnAnnotation() {
            assertRefused(NoFunction.class, "method forgotten has no @ContractFunction",
                    "Annotate it with the function's id, or make it default");
        }

        @Test
        void needAnIdFromZero() {
            assertRefused(NegativeId.class, "method before stands for function -1, and ids go from 0 to");
        }

        @Test
        void needDifferentIds() {
            assertRefused(DuplicateIds.class, "both stand for function 3. Give each an id of its own", "one", "other");
            assertRefused(Overloaded.class, "both stand for function 0");
            assertRefused(DuplicateInherited.class, "both stand for function 0", "inherited", "own");
        }

        @Test
        void mayBeInheritedTwiceAsOne() {
            assertThat(ContractDefinition.ofGuest(Diamond.class).requiredFunctions()).isEqualTo(1);
        }

        @Test
        void mustNotBeGeneric() {
            assertRefused(GenericMethod.class, "method same has type variables", "Use concrete types");
        }

    }

    @Nested
    class OfTypes {

        @Test
        void thatHaveNoNativeForm() {
            assertRefused(ListParameter.class, "method f, parameter items: ",
                    "java.util.List<java.lang.String> is generic");
            assertRefused(RawList.class, "method f, parameter items: ", "java.util.List has no native form",
                    "Use a number, boolean, String, byte[], a record or an enum with @AbiEnum");
            assertRefused(Boxed.class, "method f, parameter number: java.lang.Integer has no native form");
            assertRefused(BoxedResult.class, "method f, result: java.lang.Long has no native form");
            assertRefused(Character16.class, "method f, parameter letter: char has no native form");
            assertRefused(IntArray.class, "method f, parameter numbers: int[] has no native form");
            assertRefused(TextArray.class, "method f, result: java.lang.String[] has no native form");
            assertRefused(AnyObject.class, "method f, parameter any: java.lang.Object has no native form");
            assertRefused(Sequence.class, "java.lang.CharSequence has no native form");
            assertRefused(MaybeText.class, "method f, result: java.util.Optional<java.lang.String> is generic");
            assertRefused(Maps.class, "java.util.Map<java.lang.String, java.lang.String> is generic");
            assertRefused(AVoid.class, "method f, result: java.lang.Void has no native form");
        }

        @Test
        void ofWhatIsPromisedCountAsResults() {
            assertThat(ContractDefinition.ofGuest(Promises.class).functions().values())
                .extracting((each) -> each.id() + " " + each.resultForm() + " " + each.resultSize())
                .containsExactlyInAnyOrder("0 FUTURE " + Abi.VIEW_SIZE, "1 FUTURE 4", "2 MONO 4", "3 MONO 0",
                        "4 FUTURE 0");
            assertThat(ContractDefinition.ofGuest(Promises.class).functions().values())
                .filteredOn((each) -> each.id() == 2)
                .extracting(FunctionSignature::resultType)
                .containsExactly(ScalarType.UNSIGNED_INT);
        }

        @Test
        void thatArePromisedMustHaveANativeForm() {
            assertRefused(PromisedList.class, "method f, result: java.util.List<java.lang.String> is generic");
            assertRefused(PromisedLetter.class, "method f, result: char has no native form");
            assertRefused(PromisedWildcard.class, "method f, result: ? extends java.lang.String is generic");
            assertRefused(RawPromise.class, "method f, result: this Mono does not say of what. Write Mono<String>");
            assertRefused(OtherFuture.class, "method f, result: java.util.concurrent.Future<java.lang.String>");
            assertRefused(Stream.class, "method f, result: reactor.core.publisher.Flux<java.lang.String> is generic");
            assertRefused(PromisedParameter.class, "method f, parameter name: ",
                    "java.util.concurrent.CompletionStage<java.lang.String> is generic");
        }

        @Test
        void guestsWaitForHostContracts() {
            assertRefusedAsHost(PromisingHost.class, "method f, result: a guest waits for what a host contract answers",
                    "Return the value itself");
        }

        @Test
        void byteBufferGoesToNativeCodeOnly() {
            assertThat(ContractDefinition.ofGuest(BufferIn.class).functions()).hasSize(1);
            assertThat(ContractDefinition.ofHost(BufferFromHost.class).functions()).hasSize(1);
            assertRefused(BufferOut.class, "method f, result: bytes come back as byte[], not as java.nio.ByteBuffer");
            assertRefused(BufferInRecordOut.class, "method f, result: component bytes of record "
                    + BufferRecord.class.getName() + ": bytes come back as byte[]");
        }

        @Test
        void unsignedGoesWithTheNextWiderTypeOnly() {
            assertRefused(UnsignedByte.class,
                    "method f, parameter number: @Unsigned goes with short (u8), int (u16) and long (u32), not with byte");
            assertRefused(UnsignedFloat.class, "not with float");
            assertRefused(UnsignedText.class, "method f, result: @Unsigned goes with", "not with java.lang.String");
            assertRefused(UnsignedInRecord.class, "method f, parameter record: component flag of record "
                    + UnsignedRecord.class.getName() + ": @Unsigned goes with", "not with boolean");
        }

        @Test
        void integerThatIsNamedGoesWithItsOwnTypeOnly() {
            assertRefused(NamedTooNarrow.class,
                    "method f, parameter number: @Unsigned(U64) goes with long, not with int");
            assertRefused(NamedTooWide.class, "method f, result: @Unsigned(U8) goes with short, not with long");
            assertRefused(NamedTwice.class, "method f, parameter number: @Unsigned names several integers. Leave one");
            assertRefused(PromisedNarrow.class, "method f, result: @Unsigned(U64) goes with long, not with int");
        }

        @Test
        void addressesAreLongs() {
            assertRefused(NarrowAddress.class, "method f, parameter address: @Ptr goes with long, not with int");
            assertRefused(AddressOfText.class, "method f, result: @Ptr goes with long, not with java.lang.String");
            assertRefused(AddressInRecord.class, "method f, parameter record: component address of record "
                    + AddressRecord.class.getName() + ": @Ptr goes with long, not with double");
            assertRefused(AddressAndNumber.class,
                    "method f, parameter address: @Unsigned(U64) and @Ptr contradict each other. Leave one of them");
        }

        @Test
        void nothingIsSaidOfWhatIsNoNumber() {
            assertRefused(AddressOfNothing.class, "method f, result: @Ptr goes with long, not with no result");
            assertRefused(AddressOfNothingLater.class, "method f, result: @Ptr goes with long, not with no result");
            assertRefused(UnsignedFlags.class,
                    "method f, parameter flags: @Unsigned goes with short (u8), int (u16) and"
                            + " long (u32), not with a set of flags");
        }

        @Test
        void annotationsOfTheSameNameAreNotOurs() {
            assertThat(ContractDefinition.ofGuest(UnsignedBySomebodyElse.class).functions().values())
                .extracting((each) -> each.argumentTypes().get(0))
                .containsExactly(ScalarType.INT);
        }

    }

    @Nested
    class OfRecords {

        @Test
        @DisplayName("LY-53: an empty struct is none that every language agrees about")
        void withoutComponents() {
            assertRefused(TakesEmpty.class, "method f, parameter record: record " + EmptyRecord.class.getName()
                    + " is empty, and languages disagree about the size of an empty struct");
        }

        @Test
        void thatContainThemselves() {
            assertRefused(TakesSelf.class, "component next of record " + SelfRecord.class.getName() + ": record "
                    + SelfRecord.class.getName() + " contains itself");
            assertRefused(TakesMutual.class, "component pong of record " + Ping.class.getName(),
                    "component ping of record " + Pong.class.getName(),
                    "record " + Ping.class.getName() + " contains itself");
        }

        @Test
        void thatOccurTwiceSideBySideAreFine() {
            assertThat(ContractDefinition.ofGuest(TakesTwice.class).functions()).hasSize(1);
        }

        @Test
        void thatAreGeneric() {
            assertRefused(TakesGeneric.class, "method f, parameter record: ", GenericRecord.class.getName(),
                    "generic, and native code knows no generics");
            assertRefused(TakesRawGeneric.class,
                    "record " + GenericRecord.class.getName() + " is generic, and native code knows no generics");
        }

        @Test
        void withAComponentThatHasNoNativeForm() {
            assertRefused(TakesListRecord.class, "method f, parameter record: component items of record "
                    + ListRecord.class.getName() + ": java.util.List<java.lang.String> is generic");
        }

    }

    @Nested
    class OfEnums {

        @Test
        void withoutAnnotation() {
            assertRefused(TakesPlainEnum.class,
                    "method f, parameter value: enum " + PlainEnum.class.getName() + " has no @AbiEnum");
        }

        @Test
        void withAConstantThatHasNoValue() {
            assertRefused(TakesIncomplete.class,
                    "constant SECOND of enum " + Incomplete.class.getName() + " has no @AbiValue");
        }

        @Test
        void withAValueTwice() {
            assertRefused(TakesTwins.class, "enum " + Twins.class.getName() + " gives value 7 to two constants");
        }

        @Test
        void withAValueOutOfRange() {
            assertRefused(TakesTooLarge8.class,
                    "constant BIG of enum " + TooLarge8.class.getName() + " has value 256, which is no u8");
            assertRefused(TakesTooLarge16.class, "has value 65536, which is no u16");
            assertRefused(TakesTooLarge32.class, "has value 4294967296, which is no u32");
            assertRefused(TakesNegative32.class, "has value -1, which is no u32");
        }

        @Test
        @DisplayName("LY-46: one constant is enough; all 64 bits of a u64 are")
        void withEveryLawfulValue() {
            assertThat(ContractDefinition.ofGuest(TakesLargest.class).functions()).hasSize(1);
        }

    }

    @Test
    void refusalKeepsItsCause() {
        ContractDefinitionException refusal = catchThrowableOfType(ContractDefinitionException.class,
                () -> ContractDefinition.ofGuest(ListParameter.class));
        assertThat(refusal.getCause()).isInstanceOf(IllegalArgumentException.class);
    }

    @GuestContract(name = "test.Good", version = "1.2.3")
    interface Good {

        @ContractFunction(7)
        void seventh();

        @ContractFunction(0)
        String first(int number);

    }

    @GuestContract(name = "test.Empty", version = "1.0")
    interface Empty {

    }

    @HostContract(name = "test.Shared", version = "1.0")
    interface SharedHost {

    }

    @HostContract(name = "test.Manifold", version = "1.0", singleton = false)
    interface ManifoldHost {

    }

    interface NoAnnotation {

        @ContractFunction(0)
        void f();

    }

    interface InheritsTheContract extends Good {

    }

    @GuestContract(name = "test.Class", version = "1.0")
    static class AClass {

    }

    @GuestContract(name = "test.Record", version = "1.0")
    record ARecord(int a) {
    }

    @GuestContract(name = "test.Annotation", version = "1.0")
    @interface AnAnnotation {

    }

    @GuestContract(name = "test.Sealed", version = "1.0")
    sealed interface Sealed {

        final class Only implements Sealed {

        }

    }

    @GuestContract(name = "test.Generic", version = "1.0")
    interface Generic<T> {

        @ContractFunction(0)
        void f();

    }

    @GuestContract(name = " ", version = "1.0")
    interface BlankName {

    }

    @GuestContract(name = "test.Good@1", version = "1.0")
    interface NameWithVersion {

    }

    @GuestContract(name = "test.OneNumber", version = "1")
    interface OneNumber {

    }

    @GuestContract(name = "test.TooLarge", version = "1.4294967296")
    interface TooLargeVersion {

    }

    @HostContract(name = "test.NoVersion", version = "")
    interface HostWithoutVersion {

    }

    @GuestContract(name = "test.NoFunction", version = "1.0")
    interface NoFunction {

        void forgotten();

    }

    @GuestContract(name = "test.NegativeId", version = "1.0")
    interface NegativeId {

        @ContractFunction(-1)
        void before();

    }

    @GuestContract(name = "test.DuplicateIds", version = "1.0")
    interface DuplicateIds {

        @ContractFunction(3)
        void one();

        @ContractFunction(3)
        void other();

    }

    @GuestContract(name = "test.Overloaded", version = "1.0")
    interface Overloaded {

        @ContractFunction(0)
        void f(int a);

        @ContractFunction(0)
        void f(long a);

    }

    interface Base {

        @ContractFunction(0)
        void inherited();

    }

    interface OtherBase {

        @ContractFunction(0)
        void inherited();

    }

    @GuestContract(name = "test.DuplicateInherited", version = "1.0")
    interface DuplicateInherited extends Base {

        @ContractFunction(0)
        void own();

    }

    @GuestContract(name = "test.Diamond", version = "1.0")
    interface Diamond extends Base, OtherBase {

    }

    @GuestContract(name = "test.GenericMethod", version = "1.0")
    interface GenericMethod {

        @ContractFunction(0)
        <T> T same(T any);

    }

    @GuestContract(name = "test.ListParameter", version = "1.0")
    interface ListParameter {

        @ContractFunction(0)
        void f(List<String> items);

    }

    @GuestContract(name = "test.RawList", version = "1.0")
    @SuppressWarnings("rawtypes")
    interface RawList {

        @ContractFunction(0)
        void f(List items);

    }

    @GuestContract(name = "test.Boxed", version = "1.0")
    interface Boxed {

        @ContractFunction(0)
        void f(Integer number);

    }

    @GuestContract(name = "test.BoxedResult", version = "1.0")
    interface BoxedResult {

        @ContractFunction(0)
        Long f();

    }

    @GuestContract(name = "test.Character16", version = "1.0")
    interface Character16 {

        @ContractFunction(0)
        void f(char letter);

    }

    @GuestContract(name = "test.IntArray", version = "1.0")
    interface IntArray {

        @ContractFunction(0)
        void f(int[] numbers);

    }

    @GuestContract(name = "test.TextArray", version = "1.0")
    interface TextArray {

        @ContractFunction(0)
        String[] f();

    }

    @GuestContract(name = "test.AnyObject", version = "1.0")
    interface AnyObject {

        @ContractFunction(0)
        void f(Object any);

    }

    @GuestContract(name = "test.Sequence", version = "1.0")
    interface Sequence {

        @ContractFunction(0)
        void f(CharSequence text);

    }

    @GuestContract(name = "test.MaybeText", version = "1.0")
    interface MaybeText {

        @ContractFunction(0)
        Optional<String> f();

    }

    @GuestContract(name = "test.Maps", version = "1.0")
    interface Maps {

        @ContractFunction(0)
        void f(Map<String, String> map);

    }

    @GuestContract(name = "test.AVoid", version = "1.0")
    interface AVoid {

        @ContractFunction(0)
        Void f();

    }

    @GuestContract(name = "test.Stage", version = "1.0")
    interface Promises {

        @ContractFunction(0)
        CompletionStage<String> text();

        @ContractFunction(1)
        CompletableFuture<Integer> number();

        @ContractFunction(2)
        Mono<@Unsigned Long> unsigned();

        @ContractFunction(3)
        Mono<Void> nothing();

        @ContractFunction(4)
        CompletionStage<Void> nothingEither();

    }

    @GuestContract(name = "test.PromisedList", version = "1.0")
    interface PromisedList {

        @ContractFunction(0)
        Mono<List<String>> f();

    }

    @GuestContract(name = "test.PromisedLetter", version = "1.0")
    interface PromisedLetter {

        @ContractFunction(0)
        CompletionStage<Character> f();

    }

    @GuestContract(name = "test.PromisedWildcard", version = "1.0")
    interface PromisedWildcard {

        @ContractFunction(0)
        CompletionStage<? extends String> f();

    }

    @SuppressWarnings("rawtypes")
    @GuestContract(name = "test.RawPromise", version = "1.0")
    interface RawPromise {

        @ContractFunction(0)
        Mono f();

    }

    @GuestContract(name = "test.OtherFuture", version = "1.0")
    interface OtherFuture {

        @ContractFunction(0)
        Future<String> f();

    }

    @GuestContract(name = "test.Stream", version = "1.0")
    interface Stream {

        @ContractFunction(0)
        Flux<String> f();

    }

    @GuestContract(name = "test.PromisedParameter", version = "1.0")
    interface PromisedParameter {

        @ContractFunction(0)
        int f(CompletionStage<String> name);

    }

    @HostContract(name = "test.PromisingHost", version = "1.0")
    interface PromisingHost {

        @ContractFunction(0)
        CompletionStage<String> f();

    }

    @GuestContract(name = "test.BufferIn", version = "1.0")
    interface BufferIn {

        @ContractFunction(0)
        void f(ByteBuffer bytes);

    }

    @HostContract(name = "test.BufferFromHost", version = "1.0")
    interface BufferFromHost {

        @ContractFunction(0)
        ByteBuffer f();

    }

    @GuestContract(name = "test.BufferOut", version = "1.0")
    interface BufferOut {

        @ContractFunction(0)
        ByteBuffer f();

    }

    record BufferRecord(ByteBuffer bytes) {
    }

    @GuestContract(name = "test.BufferInRecordOut", version = "1.0")
    interface BufferInRecordOut {

        @ContractFunction(0)
        BufferRecord f();

    }

    @GuestContract(name = "test.UnsignedByte", version = "1.0")
    interface UnsignedByte {

        @ContractFunction(0)
        void f(@Unsigned byte number);

    }

    @GuestContract(name = "test.UnsignedFloat", version = "1.0")
    interface UnsignedFloat {

        @ContractFunction(0)
        void f(@Unsigned float number);

    }

    @GuestContract(name = "test.UnsignedText", version = "1.0")
    interface UnsignedText {

        @ContractFunction(0)
        @Unsigned
        String f();

    }

    record UnsignedRecord(@Unsigned boolean flag) {
    }

    @GuestContract(name = "test.UnsignedInRecord", version = "1.0")
    interface UnsignedInRecord {

        @ContractFunction(0)
        void f(UnsignedRecord record);

    }

    @GuestContract(name = "test.NamedTooNarrow", version = "1.0")
    interface NamedTooNarrow {

        @ContractFunction(0)
        void f(@Unsigned(Repr.U64) int number);

    }

    @GuestContract(name = "test.NamedTooWide", version = "1.0")
    interface NamedTooWide {

        @ContractFunction(0)
        @Unsigned(Repr.U8)
        long f();

    }

    @GuestContract(name = "test.NamedTwice", version = "1.0")
    interface NamedTwice {

        @ContractFunction(0)
        void f(@Unsigned({ Repr.U32, Repr.U64 }) long number);

    }

    @GuestContract(name = "test.PromisedNarrow", version = "1.0")
    interface PromisedNarrow {

        @ContractFunction(0)
        CompletionStage<@Unsigned(Repr.U64) Integer> f();

    }

    @GuestContract(name = "test.NarrowAddress", version = "1.0")
    interface NarrowAddress {

        @ContractFunction(0)
        void f(@Ptr int address);

    }

    @GuestContract(name = "test.AddressOfText", version = "1.0")
    interface AddressOfText {

        @ContractFunction(0)
        @Ptr
        String f();

    }

    record AddressRecord(@Ptr double address) {
    }

    @GuestContract(name = "test.AddressInRecord", version = "1.0")
    interface AddressInRecord {

        @ContractFunction(0)
        void f(AddressRecord record);

    }

    @GuestContract(name = "test.AddressAndNumber", version = "1.0")
    interface AddressAndNumber {

        @ContractFunction(0)
        void f(@Ptr @Unsigned(Repr.U64) long address);

    }

    @GuestContract(name = "test.AddressOfNothing", version = "1.0")
    interface AddressOfNothing {

        @ContractFunction(0)
        @Ptr
        void f();

    }

    @GuestContract(name = "test.AddressOfNothingLater", version = "1.0")
    interface AddressOfNothingLater {

        @ContractFunction(0)
        CompletionStage<@Ptr Void> f();

    }

    @GuestContract(name = "test.UnsignedFlags", version = "1.0")
    interface UnsignedFlags {

        @ContractFunction(0)
        void f(@Unsigned Set<Thread.State> flags);

    }

    @GuestContract(name = "test.UnsignedBySomebodyElse", version = "1.0")
    interface UnsignedBySomebodyElse {

        @ContractFunction(0)
        void f(@Foreign.Unsigned int number);

    }

    interface Foreign {

        /** Of a checker that knows of no widths. */
        @Retention(RetentionPolicy.RUNTIME)
        @interface Unsigned {

        }

    }

    record EmptyRecord() {
    }

    @GuestContract(name = "test.TakesEmpty", version = "1.0")
    interface TakesEmpty {

        @ContractFunction(0)
        void f(EmptyRecord record);

    }

    record SelfRecord(int value, SelfRecord next) {
    }

    @GuestContract(name = "test.TakesSelf", version = "1.0")
    interface TakesSelf {

        @ContractFunction(0)
        void f(SelfRecord record);

    }

    record Ping(Pong pong) {
    }

    record Pong(Ping ping) {
    }

    @GuestContract(name = "test.TakesMutual", version = "1.0")
    interface TakesMutual {

        @ContractFunction(0)
        void f(Ping record);

    }

    record Pair(Half one, Half other) {
    }

    record Half(int value) {
    }

    @GuestContract(name = "test.TakesTwice", version = "1.0")
    interface TakesTwice {

        @ContractFunction(0)
        Pair f(Pair one, Half other);

    }

    record GenericRecord<T extends Type>(T value) {
    }

    @GuestContract(name = "test.TakesGeneric", version = "1.0")
    interface TakesGeneric {

        @ContractFunction(0)
        void f(GenericRecord<Type> record);

    }

    @GuestContract(name = "test.TakesRawGeneric", version = "1.0")
    @SuppressWarnings("rawtypes")
    interface TakesRawGeneric {

        @ContractFunction(0)
        void f(GenericRecord record);

    }

    record ListRecord(List<String> items) {
    }

    @GuestContract(name = "test.TakesListRecord", version = "1.0")
    interface TakesListRecord {

        @ContractFunction(0)
        void f(ListRecord record);

    }

    enum PlainEnum {

        ONLY

    }

    @GuestContract(name = "test.TakesPlainEnum", version = "1.0")
    interface TakesPlainEnum {

        @ContractFunction(0)
        void f(PlainEnum value);

    }

    @AbiEnum
    enum Incomplete {

        @AbiValue(1)
        FIRST,

        SECOND

    }

    @GuestContract(name = "test.TakesIncomplete", version = "1.0")
    interface TakesIncomplete {

        @ContractFunction(0)
        void f(Incomplete value);

    }

    @AbiEnum
    enum Twins {

        @AbiValue(7)
        ONE,

        @AbiValue(7)
        OTHER

    }

    @GuestContract(name = "test.TakesTwins", version = "1.0")
    interface TakesTwins {

        @ContractFunction(0)
        void f(Twins value);

    }

    @AbiEnum(Repr.U8)
    enum TooLarge8 {

        @AbiValue(256)
        BIG

    }

    @GuestContract(name = "test.TakesTooLarge8", version = "1.0")
    interface TakesTooLarge8 {

        @ContractFunction(0)
        void f(TooLarge8 value);

    }

    @AbiEnum(Repr.U16)
    enum TooLarge16 {

        @AbiValue(65536)
        BIG

    }

    @GuestContract(name = "test.TakesTooLarge16", version = "1.0")
    interface TakesTooLarge16 {

        @ContractFunction(0)
        void f(TooLarge16 value);

    }

    @AbiEnum
    enum TooLarge32 {

        @AbiValue(4294967296L)
        BIG

    }

    @GuestContract(name = "test.TakesTooLarge32", version = "1.0")
    interface TakesTooLarge32 {

        @ContractFunction(0)
        void f(TooLarge32 value);

    }

    @AbiEnum
    enum Negative32 {

        @AbiValue(-1)
        BELOW

    }

    @GuestContract(name = "test.TakesNegative32", version = "1.0")
    interface TakesNegative32 {

        @ContractFunction(0)
        void f(Negative32 value);

    }

    @AbiEnum(Repr.U64)
    enum Largest64 {

        @AbiValue(-1)
        LARGEST

    }

    @AbiEnum(Repr.U8)
    enum Largest8 {

        @AbiValue(0)
        LEAST,

        @AbiValue(255)
        LARGEST

    }

    @GuestContract(name = "test.TakesLargest", version = "1.0")
    interface TakesLargest {

        @ContractFunction(0)
        Largest8 f(Largest64 value);

    }

}
