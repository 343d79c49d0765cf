import { createCookie } from "@remix-run/node";
import { env } from "#app/base/env.ts";

/** The cookie that carries one line of text to the next page and no further. It holds nothing secret. */
export function flashCookie() {
	return createCookie(env().isHttps ? "__Host-flash" : "flash", {
		httpOnly: true,
		secure: env().isHttps,
		sameSite: "lax",
		path: "/",
		maxAge: 60,
	});
}

/** The waiting message, if any, and the header that takes it away. */
export async function takeFlash(
	request: Request,
): Promise<{ flash: string | undefined; headers: Record<string, string> }> {
	const flash: unknown = await flashCookie().parse(request.headers.get("cookie"));
	if (typeof flash !== "string" || flash === "") return { flash: undefined, headers: {} };
	return { flash: flash.slice(0, 300), headers: { "Set-Cookie": await flashCookie().serialize("", { maxAge: 0 }) } };
}
