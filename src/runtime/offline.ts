/**
 * Keeps onnxruntime from phoning home. Since 1.30 its library writes a device id and an event database into the user's cache and looks a host up,
 * unless this variable is set when the library is loaded; so this module must be imported before it, which onnxruntime.ts does.
 */
process.env["ORT_DISABLE_TELEMETRY"] = "1";
