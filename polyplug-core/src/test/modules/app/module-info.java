/** An application on the module path. What it gives polyplug is the package of its contracts. */
module app {

    requires io.polyplug;

    opens app.contract to io.polyplug;

}
