/*
 * A plugin that is a process, in the form of HashiCorp's go-plugin: it says a line of handshake, then serves one connection,
 * here its standard input and output. All numbers are little-endian.
 *
 *    request    0, a i32, b i64                answer    i64
 *    request    1, length u32, name            answer    length u32, text
 *
 * It ends when the host closes the connection.
 */
#include <string.h>
#include <unistd.h>

#include "../../peers/calculator/calculator.c"

static int take(void *to, size_t size)
{
    for (size_t taken = 0; taken < size;) {
        ssize_t more = read(STDIN_FILENO, (char *)to + taken, size - taken);
        if (more <= 0) {
            return 0;
        }
        taken += (size_t)more;
    }
    return 1;
}

static int put(const void *from, size_t size)
{
    return write(STDOUT_FILENO, from, size) == (ssize_t)size;
}

static int serve_add(void)
{
    struct __attribute__((packed)) { int32_t a; int64_t b; } in;
    if (!take(&in, sizeof in)) {
        return 0;
    }
    int64_t sum = add(in.a, in.b);
    return put(&sum, sizeof sum);
}

static int serve_greet(void)
{
    uint32_t length;
    char name[64];
    if (!take(&length, sizeof length) || length >= sizeof name || !take(name, length)) {
        return 0;
    }
    name[length] = 0;
    const char *text = greet(name);
    char answer[sizeof length + 128];
    length = (uint32_t)strlen(text);
    memcpy(answer, &length, sizeof length);
    memcpy(answer + sizeof length, text, length);
    return put(answer, sizeof length + length);
}

int main(void)
{
    uint8_t function;
    const char handshake[] = "1|1|stdio||netrpc\n";
    if (!put(handshake, sizeof handshake - 1)) {
        return 1;
    }
    while (take(&function, 1)) {
        if (!(function == 0 ? serve_add() : serve_greet())) {
            return 1;
        }
    }
    return 0;
}
