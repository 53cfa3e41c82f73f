package io.polyplug.sample;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample where there is nothing that runs Lua.
 */
@SpringBootTest
@AutoConfigureMockMvc
class WithoutEngineTests {

    @TempDir
    private static Path empty;

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private FilteredPicture picture;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add("sample.bundles", () -> empty.resolve("bundles").toString());
        registry.add("sample.engines", () -> empty.resolve("engines").toString());
    }

    @Test
    void whatToDoIsSaid() {
        String expected = System.getProperty("os.arch").equals("amd64")
                ? "its engine is not here. Run  pip install --no-deps --target " + empty.resolve("engines")
                        + " polyplug-loaders-lua==0.1.3  and press Lua again"
                : "its engine is published for x86-64 alone";
        assertThat(this.mvc.get().uri("/script")).bodyJson().extractingPath("$.hint").isEqualTo(expected);
    }

    @Test
    void scriptIsRefusedAndTheLibraryServes() {
        assertThat(save("localhost", "127.0.0.1")).hasStatus(HttpStatus.NO_CONTENT);
        assertThat(this.mvc.post()
            .uri("/actuator/polyplug/" + LuaFilter.BUNDLE)
            .contentType(MediaType.APPLICATION_JSON)
            .content(JsonMapper.shared().writeValueAsString(Map.of("state", "loaded")))).hasStatus(HttpStatus.CONFLICT)
            .bodyJson()
            .extractingPath("$.reason")
            .asString()
            .contains("there is no such file: " + empty.resolve("engines"));
        assertThat(this.picture.bundle()).isEqualTo(FilterBundle.BUNDLE);
        assertThat(this.picture.filter().name()).isEqualTo("Sepia");
    }

    @ParameterizedTest
    @CsvSource({ "localhost, 127.0.0.1, 204", "127.0.0.1, 127.0.0.1, 204", "::1, ::1, 204",
            "elsewhere.example, 127.0.0.1, 403", "localhost, 192.0.2.1, 403" })
    void scriptsAreTakenFromThisMachineAlone(String name, String address, int status) {
        assertThat(save(name, address)).hasStatus(status);
    }

    private MockMvcTester.MockMvcRequestBuilder save(String name, String address) {
        return this.mvc.put()
            .uri("/script")
            .contentType(MediaType.TEXT_PLAIN)
            .content("-- nothing\n")
            .with((request) -> {
                request.setServerName(name);
                request.setRemoteAddr(address);
                return request;
            });
    }

}
