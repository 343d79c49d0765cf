import { index, layout, type RouteConfig, route } from "@remix-run/route-config";

// Every URL of the product, on one page. Signed-in areas stand in the frame; the rest stands alone.
export default [
	index("routes/public/landing.tsx"),
	route("sign-in", "routes/identity/sign-in.tsx"),
	route("sign-out", "routes/identity/sign-out.tsx"),
	route("outbox/:id/html", "routes/messaging/message-html.ts"),
	layout("routes/frame.tsx", [
		route("today", "routes/today/today.tsx"),
		route("outbox", "routes/messaging/outbox.tsx"),
		route("outbox/:id", "routes/messaging/message.tsx"),
	]),
	route("*", "routes/public/not-found.tsx"),
] satisfies RouteConfig;
