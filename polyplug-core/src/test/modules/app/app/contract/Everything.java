package app.contract;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import org.jspecify.annotations.Nullable;

/** Some functions of the fixture {@code everything}. */
@GuestContract(name = "demo.Everything", version = "1.2.0")
public interface Everything {

    @ContractFunction(1)
    long add(int a, long b);

    @ContractFunction(2)
    String greet(@Nullable String name);

    @ContractFunction(4)
    Point mid(Point a, Point b);

    default Point half(Point a) {
        return mid(a, new Point(0, 0, (byte) 0));
    }

    record Point(double x, double y, byte tag) {
    }

}
