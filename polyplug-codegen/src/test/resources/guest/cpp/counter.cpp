#include "generated/counter.hpp"

#include <atomic>

namespace {

class Counter final : public api::Counter {
public:
    std::int64_t increment(std::int32_t by) override
    {
        return count_ += by;
    }

private:
    std::atomic<std::int64_t> count_{0};
};

} // namespace

std::unique_ptr<api::Counter> guest::create_counter()
{
    return std::make_unique<Counter>();
}
