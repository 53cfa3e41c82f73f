/* The picture as seen through water: every pixel comes from a place that swings with its row and its column. */
#define FILTER_NAME "Waves"
#define FILTER_VERSION "1.2.0"
#include "filter_guest.h"

/* A wave between -amplitude and amplitude, made of parabolas: close enough to a sine, and without the maths library. */
static int32_t swing(uint32_t position, uint32_t period, int32_t amplitude)
{
    int32_t half = (int32_t)(period / 2);
    int32_t at = (int32_t)(position % period);
    int32_t inside = at % half;
    int32_t height = 4 * amplitude * inside * (half - inside) / (half * half);
    return at < half ? height : -height;
}

static uint32_t within(int64_t value, uint32_t size)
{
    return value < 0 ? 0 : value >= size ? size - 1 : (uint32_t)value;
}

static void filter(const Pixel *in, Pixel *out, uint32_t width, uint32_t height)
{
    for (uint32_t y = 0; y < height; y++) {
        int32_t aside = swing(y, 64, 14);
        for (uint32_t x = 0; x < width; x++) {
            uint32_t from_x = within((int64_t)x + aside, width);
            uint32_t from_y = within((int64_t)y + swing(x, 80, 10), height);
            Pixel pixel = in[(size_t)from_y * width + from_x];
            pixel.blue = (uint8_t)(pixel.blue + (255 - pixel.blue) / 4);
            out[(size_t)y * width + x] = pixel;
        }
    }
}

GUEST
