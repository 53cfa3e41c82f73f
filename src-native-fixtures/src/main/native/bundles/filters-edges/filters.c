/* Bright outlines on a dark ground: the Sobel operator on the lightness, tinted with the picture's own colours. */
#define FILTER_NAME "Edges"
#define FILTER_VERSION "1.1.0"
#include "filter_guest.h"

static int32_t lightness(Pixel pixel)
{
    return (77 * pixel.red + 150 * pixel.green + 29 * pixel.blue) >> 8;
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
    for (uint32_t y = 0; y < height; y++) {
        const Pixel *above = in + (size_t)(y == 0 ? 0 : y - 1) * width;
        const Pixel *here = in + (size_t)y * width;
        const Pixel *below = in + (size_t)(y == height - 1 ? y : y + 1) * width;
        for (uint32_t x = 0; x < width; x++) {
            uint32_t left = x == 0 ? 0 : x - 1;
            uint32_t right = x == width - 1 ? x : x + 1;
            int32_t across = lightness(above[right]) + 2 * lightness(here[right]) + lightness(below[right])
                - lightness(above[left]) - 2 * lightness(here[left]) - lightness(below[left]);
            int32_t down = lightness(below[left]) + 2 * lightness(below[x]) + lightness(below[right])
                - lightness(above[left]) - 2 * lightness(above[x]) - lightness(above[right]);
            int32_t edge = distance(across) + distance(down);
            out[(size_t)y * width + x] = (Pixel){tinted(edge, here[x].red), tinted(edge, here[x].green),
                                                 tinted(edge, here[x].blue), here[x].alpha};
        }
    }
}

GUEST
