package io.polyplug.sample;

import io.polyplug.sample.contract.Filter;
import io.polyplug.test.autoconfigure.AutoConfigurePolyplugTest;
import io.polyplug.test.autoconfigure.GuestBundle;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

@WebMvcTest(PictureController.class)
@AutoConfigurePolyplugTest
@Import({ FilteredPicture.class, FrameTimes.class, ReloadLog.class })
class PictureControllerTests {

    @GuestBundle("filters")
    static final Filter filter = mock();

    @Autowired
    private MockMvcTester mvc;

    @Test
    void filterIsShownAsItPresentsItself() {
        given(filter.name()).willReturn("Negative");
        given(filter.version()).willReturn("0.1");
        assertThat(this.mvc.get().uri("/filter")).bodyJson()
            .isLenientlyEqualTo("{ 'name': 'Negative', 'version': '0.1' }");
    }

}
