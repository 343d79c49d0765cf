import { createCookie } from "@remix-run/node";
import { env } from "#app/base/env.ts";
import type { Person } from "./session.ts";

/** Remembers light or dark for pages before sign-in, so that the first paint is right there too. */
export function themeCookie() {
	return createCookie(env().isHttps ? "__Host-theme" : "theme", {
		httpOnly: true,
		secure: env().isHttps,
		sameSite: "lax",
		path: "/",
		maxAge: 400 * 86_400,
	});
}

/** The theme of a stranger's browser: what was chosen there last, else as its system has it. */
export async function readTheme(request: Request): Promise<Person["theme"]> {
	const theme: unknown = await themeCookie().parse(request.headers.get("cookie"));
	return theme === "light" || theme === "dark" ? theme : "system";
}
