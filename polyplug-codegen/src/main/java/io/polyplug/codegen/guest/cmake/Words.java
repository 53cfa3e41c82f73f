package io.polyplug.codegen.guest.cmake;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.polyplug.codegen.guest.model.Docs;
import io.polyplug.codegen.guest.model.Spelling;
import io.polyplug.codegen.guest.model.Names;

/**
 * Names and comments of an api, as C and C++ can have them.
 */
final class Words {

    /**
     * Keywords of either language, macros that headers have, and names of the stubs' own.
     */
    private static final Set<String> TAKEN = Stream.of("""
            alignas alignof and and_eq asm auto bitand bitor bool break case catch char char16_t char32_t class compl
            const const_cast constexpr continue decltype default delete do double dynamic_cast else enum explicit export
            extern false float for friend goto if inline int long mutable namespace new noexcept not not_eq nullptr
            operator or or_eq private protected public register reinterpret_cast restrict return short signed sizeof
            static static_assert static_cast struct switch template this thread_local throw true try typedef typeid
            typename union unsigned using virtual void volatile wchar_t while xor xor_eq typeof
            char8_t concept consteval constinit co_await co_return co_yield requires
            NULL EOF BUFSIZ assert errno linux unix offsetof stdin stdout stderr
            E2BIG EACCES EADDRINUSE EADDRNOTAVAIL EAFNOSUPPORT EAGAIN EALREADY EBADF EBADMSG EBUSY ECANCELED ECHILD
            ECONNABORTED ECONNREFUSED ECONNRESET EDEADLK EDESTADDRREQ EDOM EEXIST EFAULT EFBIG EHOSTUNREACH EIDRM EILSEQ
            EINPROGRESS EINTR EINVAL EIO EISCONN EISDIR ELOOP EMFILE EMLINK EMSGSIZE ENAMETOOLONG ENETDOWN ENETRESET
            ENETUNREACH ENFILE ENOBUFS ENODATA ENODEV ENOENT ENOEXEC ENOLCK ENOLINK ENOMEM ENOMSG ENOPROTOOPT ENOSPC
            ENOSR ENOSTR ENOSYS ENOTCONN ENOTDIR ENOTEMPTY ENOTRECOVERABLE ENOTSOCK ENOTSUP ENOTTY ENXIO EOPNOTSUPP
            EOVERFLOW EOWNERDEAD EPERM EPIPE EPROTO EPROTONOSUPPORT EPROTOTYPE ERANGE EROFS ESPIPE ESRCH ETIME ETIMEDOUT
            ETXTBSY EWOULDBLOCK EXDEV CHAR_MAX CHAR_MIN INT_MAX INT_MIN LONG_MAX LONG_MIN SHRT_MAX SHRT_MIN UINT_MAX
            ULONG_MAX RAND_MAX SIZE_MAX INT8_MAX INT16_MAX INT32_MAX INT64_MAX INT8_MIN INT16_MIN INT32_MIN INT64_MIN
            UINT8_MAX UINT16_MAX UINT32_MAX UINT64_MAX SEEK_SET SEEK_CUR SEEK_END L_tmpnam CLOCKS_PER_SEC NAN INFINITY
            HUGE_VAL EXIT_SUCCESS EXIT_FAILURE PATH_MAX
            api guest std wire
            args call contract_ err in lent out result CONTRACT
            int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t size_t
            GuestCall GuestEntry GuestHooks GuestHostContract GuestHostUse GuestInstance
            """.split("\\s+")).collect(Collectors.toUnmodifiableSet());

    /**
     * What the header of the ABI, and the functions and macros of the stubs, are called.
     */
    private static final Pattern PREFIXED = Pattern.compile("(PP_|Pp[A-Z]|GUEST_|guest_).*");

    private static final UnaryOperator<String> FREE = Spelling.without(UnaryOperator.identity(), TAKEN::contains,
            "%s_");

    private Words() {
    }

    /**
     * Returns a name that may stand for a type, a field, a parameter or a function.
     * @param name a name of the api
     * @return the name, with {@code _} behind it if the language needs it otherwise
     */
    static String free(String name) {
        return PREFIXED.matcher(name).matches() ? name + "_" : FREE.apply(name);
    }

    /**
     * Returns a comment of whole lines, or nothing.
     * @param docs what is said, in any number of lines
     * @param indent what stands before each line
     * @return the lines, with a line break at the end; empty if there are no docs
     */
    static String comment(String docs, String indent) {
        List<String> lines = Docs.lines(docs).stream().map(Words::harmless).toList();
        if (lines.isEmpty()) {
            return "";
        }
        if (lines.size() == 1) {
            return indent + "/* " + lines.get(0) + " */\n";
        }
        String all = lines.stream()
            .map((line) -> (indent + " * " + line).stripTrailing() + "\n")
            .collect(Collectors.joining());
        return indent + "/*\n" + all + indent + " */\n";
    }

    /** Without the ends and begins of comments, and without trigraphs. */
    private static String harmless(String line) {
        return line.replace("*/", "* /").replace("/*", "/ *").replaceAll("\\?(?=\\?)", "? ");
    }

}
