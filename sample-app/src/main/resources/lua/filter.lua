-- Change what you like and press Save: the running picture changes.

local STEPS = 4

local function poster(light)
    return math.floor(light * STEPS / 256) * 255 / (STEPS - 1)
end

local function filter(from, to, width, height)
    for i = 0, width * height - 1 do
        to[i].red = poster(from[i].red)
        to[i].green = poster(from[i].green)
        to[i].blue = poster(from[i].blue)
        to[i].alpha = 255
    end
end

require("filter_guest").provide("Posters in Lua", filter)
