/**
 * The backend on {@code java.lang.foreign}. It exports nothing: {@code io.polyplug} finds
 * it as a service.
 */
module io.polyplug.ffm {

    requires io.polyplug;
    requires org.slf4j;

    provides io.polyplug.ffi.NativeBackend.Provider with io.polyplug.ffm.FfmBackendProvider;
    provides io.polyplug.proxy.ProxyCompiler with io.polyplug.ffm.proxy.HomeProxyCompiler;

}
