#include "generated/peer.hpp"

namespace {

constexpr std::uint32_t build_number = 300;

class Peer final : public api::peer {
public:
    std::uint32_t build() override
    {
        return build_number;
    }

    std::uint64_t stamp(std::uint64_t v) override
    {
        return v * 1000 + build_number;
    }

    std::string shout(std::string_view v) override
    {
        std::string upper(v);
        for (char &letter : upper) {
            letter = (letter >= 'a' && letter <= 'z') ? static_cast<char>(letter - 'a' + 'A') : letter;
        }
        return upper + " from " + std::to_string(build_number);
    }

    void fail(std::string_view text) override
    {
        throw guest::GuestError(PP_ERR_BUFFER_TOO_SMALL, std::string(text));
    }

    void panic(std::string_view text) override
    {
        throw guest::GuestError(PP_ERR_PANIC, std::string(text));
    }
};

} // namespace

std::unique_ptr<api::peer> guest::create_peer()
{
    return std::make_unique<Peer>();
}
