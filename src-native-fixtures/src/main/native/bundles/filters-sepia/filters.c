/* The tones of an old photograph. */
#define FILTER_NAME "Sepia"
#define FILTER_VERSION "1.0.0"
#include "filter_guest.h"

static uint8_t capped(uint32_t value)
{
    return value > 255 ? 255 : (uint8_t)value;
}

static void filter(const Pixel *in, Pixel *out, uint32_t width, uint32_t height)
{
    for (size_t i = 0; i < (size_t)width * height; i++) {
        uint32_t light = (77u * in[i].red + 150u * in[i].green + 29u * in[i].blue) >> 8;
        out[i] = (Pixel){capped(light * 9 / 8 + 16), capped(light * 7 / 8 + 10), (uint8_t)(light * 5 / 8), in[i].alpha};
    }
}

GUEST
