/* The picture of filters-edges, made faster: the lightness of a pixel is computed once, and not for each neighbour. */
#define FILTER_NAME "Edges"
#define FILTER_VERSION "1.1.1"
#include <stdlib.h>

#include "filter_guest.h"

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("O3")
#endif

/* Has a margin of one pixel on each side, which repeats the pixel beside it: so no pixel is a special case. */
static void lightness(const Pixel *in, int16_t *light, uint32_t width, uint32_t height)
{
    size_t line = (size_t)width + 2;
    for (uint32_t y = 0; y < height; y++) {
        int16_t *here = light + (y + 1) * line;
        for (uint32_t x = 0; x < width; x++) {
            const Pixel *pixel = in + (size_t)y * width + x;
            here[x + 1] = (int16_t)((77 * pixel->red + 150 * pixel->green + 29 * pixel->blue) >> 8);
        }
        here[0] = here[1];
        here[width + 1] = here[width];
    }
    memcpy(light, light + line, line * sizeof *light);
    memcpy(light + (height + 1) * line, light + height * line, line * sizeof *light);
}

static int32_t distance(int32_t value)
{
    return value < 0 ? -value : value;
}

static uint8_t tinted(int32_t edge, uint8_t colour)
{
    int32_t value = edge * (96 + colour) / 256;
    return value > 255 ? 255 : (uint8_t)value;
}

static void filter(const Pixel *in, Pixel *out, uint32_t width, uint32_t height)
{
    size_t line = (size_t)width + 2;
    int16_t *light = malloc(line * (height + 2) * sizeof *light);
    if (light == NULL) {
        memcpy(out, in, (size_t)width * height * sizeof *out);
        return;
    }
    lightness(in, light, width, height);
    for (uint32_t y = 0; y < height; y++) {
        const int16_t *above = light + y * line;
        const int16_t *here = above + line;
        const int16_t *below = here + line;
        const Pixel *from = in + (size_t)y * width;
        Pixel *to = out + (size_t)y * width;
        for (uint32_t x = 0; x < width; x++) {
            int32_t across = above[x + 2] + 2 * here[x + 2] + below[x + 2] - above[x] - 2 * here[x] - below[x];
            int32_t down = below[x] + 2 * below[x + 1] + below[x + 2] - above[x] - 2 * above[x + 1] - above[x + 2];
            int32_t edge = distance(across) + distance(down);
            to[x] = (Pixel){tinted(edge, from[x].red), tinted(edge, from[x].green), tinted(edge, from[x].blue),
                            from[x].alpha};
        }
    }
    free(light);
}

GUEST
