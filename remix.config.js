/** Remix's options; vite.config.ts imports them. All v3 flags are on, so that moving to React Router is mechanical. */
/** @type {import('@remix-run/dev').VitePluginConfig} */
export default {
	appDirectory: "app",
	serverBuildFile: "server.js",
	future: {
		v3_fetcherPersist: true,
		v3_lazyRouteDiscovery: true,
		v3_relativeSplatPath: true,
		v3_routeConfig: true,
		v3_singleFetch: true,
		v3_throwAbortReason: true,
	},
};
