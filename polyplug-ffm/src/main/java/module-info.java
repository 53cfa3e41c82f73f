/**
 * The backend on {@code java.lang.foreign}. It exports nothing: {@code io.polyplug} finds
 * it as a service.
 */
module io.polyplug.ffm {

    requires io.polyplug;

    provides io.polyplug.ffi.NativeBackend.Provider with io.polyplug.ffm.FfmBackendProvider;

}
