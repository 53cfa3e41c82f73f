#include <stdexcept>

#include "generated/every_type.hpp"
#include "generated/host_clock.hpp"
#include "generated/host_notes.hpp"

namespace {

class EveryType final : public api::EveryType {
public:
    api::Scalars scalars(std::uint8_t a, std::int8_t b, std::uint16_t c, std::int16_t d, std::uint32_t e,
                         std::int32_t f, std::uint64_t g, std::int64_t h, float i, double j, bool k, void *l) override
    {
        return {a, b, c, d, e, f, g, h, i, j, k, l};
    }

    std::string echo_text(std::string_view text) override
    {
        return std::string(text);
    }

    std::vector<std::uint8_t> echo_bytes(guest::Bytes bytes) override
    {
        return bytes.copy();
    }

    api::Line mirror(const api::Line &line) override
    {
        return {line.b, level(line.k), line.a, line.access};
    }

    api::Mixed remix(const api::Mixed &mixed) override
    {
        api::Mixed other = mixed;
        other.small++;
        other.on = !mixed.on;
        other.medium++;
        other.large++;
        other.text += "!";
        other.point = {mixed.point.x + 1, mixed.point.y + 1};
        other.colour = colour(mixed.colour);
        other.address = static_cast<char *>(mixed.address) + 1;
        return other;
    }

    api::Colour colour(api::Colour colour) override
    {
        return (colour == api::Colour::RED) ? api::Colour::BLUE : api::Colour::RED;
    }

    api::Level level(api::Level level) override
    {
        return (level == api::Level::low) ? api::Level::high : api::Level::low;
    }

    api::Unit unit(api::Unit unit) override
    {
        return (unit == api::Unit::Metre) ? api::Unit::LightYear : api::Unit::Metre;
    }

    api::Big big(api::Big big) override
    {
        switch (big) {
        case api::Big::ONE:
            return api::Big::TOP;
        case api::Big::TOP:
            return api::Big::ONE;
        }
        throw guest::GuestError(258, "no such number");
    }

    api::Access toggle(api::Access access, api::Access with) override
    {
        return has(access, with) ? access ^ with : access | with;
    }

    std::vector<std::uint8_t> cat(std::string_view first, std::uint8_t n, std::string_view second) override
    {
        std::vector<std::uint8_t> all(first.begin(), first.end());
        all.push_back(n);
        all.insert(all.end(), second.begin(), second.end());
        return all;
    }

    void nothing() override
    {
        guest::log(PP_LOG_INFO, "nothing, 1 times");
    }

    void fail(std::uint32_t code, std::string_view why) override
    {
        const std::string message = "because of " + std::string(why);
        if (code == 1) {
            throw std::runtime_error(message);
        }
        if (code == 3) {
            throw 3;
        }
        throw guest::GuestError(code, message);
    }

    std::int64_t now() override
    {
        return clock_.now() + 1;
    }

    std::string zoned(std::int64_t at, std::string_view zone) override
    {
        return "<" + clock_.zoned(at, zone) + ">";
    }

    api::Mixed noted(const api::Mixed &mixed) override
    {
        return notes_.note(mixed);
    }

    std::vector<std::uint8_t> joined(std::string_view text, guest::Bytes bytes) override
    {
        return notes_.join(text, bytes);
    }

    std::string recovered() override
    {
        try {
            notes_.forget();
        }
        catch (const guest::GuestError &error) {
            return std::to_string(error.code());
        }
        return "nothing to recover from";
    }

    std::int32_t while_(std::int32_t register_, std::int32_t class_, std::int32_t call_) override
    {
        return register_ + class_ * call_;
    }

private:
    api::HostClock clock_;
    api::HostNotes notes_;
};

} // namespace

std::unique_ptr<api::EveryType> guest::create_every_type()
{
    return std::make_unique<EveryType>();
}
