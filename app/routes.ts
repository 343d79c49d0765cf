import { index, layout, type RouteConfig, route } from "@remix-run/route-config";

// Every URL of the product, on one page. Signed-in areas stand in the frame; the rest stands alone.
export default [
	index("routes/public/landing.tsx"),
	route("sign-in", "routes/identity/sign-in.tsx"),
	route("sign-out", "routes/identity/sign-out.tsx"),
	route("sign-up", "routes/identity/sign-up.tsx"),
	route("sign-up/sent", "routes/identity/sign-up-sent.tsx"),
	route("verify-email/:token", "routes/identity/verify-email.tsx"),
	route("reset-password", "routes/identity/ask-reset.tsx"),
	route("reset-password/:token", "routes/identity/reset-password.tsx"),
	route("invitations/:token", "routes/identity/invitation.tsx"),
	route("organisations", "routes/identity/organisations.tsx"),
	route("outbox/:id/html", "routes/messaging/message-html.ts"),
	layout("routes/frame.tsx", [
		route("today", "routes/today/today.tsx"),
		route("outbox", "routes/messaging/outbox.tsx"),
		route("outbox/:id", "routes/messaging/message.tsx"),
	]),
	// Every endpoint: app/routes/api/endpoints.ts.
	route("api/openapi.json", "routes/api/openapi.ts"),
	route("api/docs", "routes/api/docs.tsx"),
	route("api/*", "routes/api/api.ts"),
	route("*", "routes/public/not-found.tsx"),
] satisfies RouteConfig;
