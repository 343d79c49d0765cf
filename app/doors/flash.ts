import { createCookie } from "@remix-run/node";
import { z } from "zod";
import { env } from "#app/base/env.ts";

const path = z.string().regex(/^\/(?![/\\])/);

/** What the last act did, for the next page: a line, and maybe the way back or the way on, both of this product. */
export const FlashNote = z.object({
	message: z.string().transform((text) => text.slice(0, 600)),
	/** `info` where it tells how things stand rather than that something was done. */
	tone: z.enum(["good", "info"]).optional(),
	/** A form of one button that takes the act back: where it posts `act` to. */
	undo: z.object({ action: path, act: z.string() }).optional(),
	link: z.object({ to: path, label: z.string() }).optional(),
});
export type FlashNote = z.infer<typeof FlashNote>;

/** The cookie that carries the note to the next page and no further. It holds nothing secret. */
export function flashCookie() {
	return createCookie(env().isHttps ? "__Host-flash" : "flash", {
		httpOnly: true,
		secure: env().isHttps,
		sameSite: "lax",
		path: "/",
		maxAge: 60,
	});
}

/** The cookie's header that leaves a note, or a line of text alone, for the next page. */
export function leaveFlash(flash: string | FlashNote): Promise<string> {
	return flashCookie().serialize(typeof flash === "string" ? { message: flash } : flash);
}

/** The waiting note, if any, and the header that takes it away. */
export async function takeFlash(
	request: Request,
): Promise<{ flash: FlashNote | undefined; headers: Record<string, string> }> {
	const { data } = FlashNote.safeParse(await flashCookie().parse(request.headers.get("cookie")));
	if (!data) return { flash: undefined, headers: {} };
	return { flash: data, headers: { "Set-Cookie": await flashCookie().serialize("", { maxAge: 0 }) } };
}
