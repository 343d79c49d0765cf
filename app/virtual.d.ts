declare module "virtual:remix/server-build" {
	const build: import("@remix-run/server-runtime").ServerBuild;
	export = build;
}
