import { index, layout, type RouteConfig, route } from "@remix-run/route-config";

// Every URL of the product, on one page. Signed-in areas stand in the frame; the rest stands alone.
export default [
	index("routes/public/landing.tsx"),
	route("sign-in", "routes/identity/sign-in.tsx"),
	route("sign-out", "routes/identity/sign-out.tsx"),
	layout("routes/frame.tsx", [route("today", "routes/today/today.tsx")]),
	route("*", "routes/public/not-found.tsx"),
] satisfies RouteConfig;
