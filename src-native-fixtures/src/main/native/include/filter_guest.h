/*
 * The builds of bundle "filters", for the sample: image.Filter 1.1.0.
 *
 *   0 apply(rgba Buffer, width u32, height u32) -> Buffer     as many pixels, allocated through the host;
 *                                                             code 256 when the buffer has not 4 bytes a pixel
 *   1 name() -> StringView
 *   2 version() -> StringView
 *   3 linger(milliseconds u32) -> StringView                  returns the version after that time
 *
 * A build defines FILTER_NAME and FILTER_VERSION and implements filter.
 */
#ifndef FILTER_GUEST_H
#define FILTER_GUEST_H

#include <time.h>

#include "guest.h"

typedef struct Pixel {
    uint8_t red;
    uint8_t green;
    uint8_t blue;
    uint8_t alpha;
} Pixel;

/* Writes every pixel of the picture `out`; width and height are not 0. */
static void filter(const Pixel *in, Pixel *out, uint32_t width, uint32_t height);

FUNCTION(apply)
{
    const struct { PpBuffer rgba; uint32_t width; uint32_t height; } *in = args;
    uint64_t pixels = (uint64_t)in->width * in->height;
    uint8_t *picture;
    if (pixels == 0 || pixels > SIZE_MAX / sizeof(Pixel) || in->rgba.len != pixels * sizeof(Pixel)) {
        FAIL(256, TEXT("the buffer has to have width x height pixels of 4 bytes"));
        return;
    }
    picture = guest_host->alloc(guest_host, in->rgba.len, 1);
    if (picture == NULL) {
        FAIL(257, TEXT("no memory for the picture"));
        return;
    }
    filter((const Pixel *)in->rgba.ptr, (Pixel *)picture, in->width, in->height);
    RESULT(PpBuffer) = (PpBuffer){picture, in->rgba.len, in->rgba.len};
}

FUNCTION(name)
{
    RESULT(PpStringView) = TEXT(FILTER_NAME);
}

FUNCTION(version)
{
    RESULT(PpStringView) = TEXT(FILTER_VERSION);
}

FUNCTION(linger)
{
    uint32_t milliseconds = ARGUMENT(uint32_t);
    struct timespec rest = {milliseconds / 1000, (long)(milliseconds % 1000) * 1000000};
    while (nanosleep(&rest, &rest) != 0) {
    }
    RESULT(PpStringView) = TEXT(FILTER_VERSION);
}

CONTRACT("image.Filter", 1, 1, 0, apply, name, version, linger)

#endif
