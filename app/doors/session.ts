import { createCookie } from "@remix-run/node";
import { env } from "#app/base/env.ts";
import { log } from "#app/base/log.ts";
import { hashToken } from "#app/base/tokens.ts";
import { asSystem, house, type Role } from "#db/context.ts";
import { type Args, type Visit, visitOf } from "./request.ts";

/** The person behind a request and the organisation they work in now. `org` is absent before they have one. */
export type Person = {
	sessionId: string;
	userId: string;
	email: string;
	name: string;
	isVerified: boolean;
	timeZone: string;
	locale: string;
	theme: "system" | "light" | "dark";
	startPage: string;
	orgCount: number;
	/** The Set-Cookie value that keeps the browser's cookie as long as the session it names; about once an hour. */
	renewed?: string;
	org?: {
		id: string;
		name: string;
		slug: string;
		timeZone: string;
		currency: string;
		colour: string;
		memberId: string;
		role: Role;
	};
};

/** Sessions end 30 days after they were last used. */
export const SESSION_DAYS = 30;
const TOUCH_AFTER_MS = 3_600_000;

type SessionRow = {
	session_id: string;
	user_id: string;
	email: string;
	name: string;
	email_verified_at: Date | null;
	time_zone: string;
	locale: string;
	theme: Person["theme"];
	start_page: string;
	seen_at: Date;
	org_id: string | null;
	org_name: string;
	org_slug: string;
	org_time_zone: string;
	org_currency: string;
	org_colour: string;
	member_id: string | null;
	role: Role;
	org_count: number;
};

function sessionCookie() {
	// __Host- pins the cookie to this exact host and path over https (RFC 6265bis, 4.1.3.2); browsers refuse the
	// prefix over http, so it is used exactly when the public URL is https.
	return createCookie(env().isHttps ? "__Host-perigee" : "perigee", {
		httpOnly: true,
		secure: env().isHttps,
		sameSite: "lax",
		path: "/",
		maxAge: SESSION_DAYS * 86_400,
	});
}

/** The Set-Cookie value that signs a browser in. */
export const signInCookie = (token: string) => sessionCookie().serialize(token);

/** The Set-Cookie value that signs a browser out. */
export const signOutCookie = () => sessionCookie().serialize("", { maxAge: 0 });

const people = new WeakMap<Visit, Promise<Person | undefined>>();

/** Who makes this request: one read of session, person and membership together, however many loaders ask. */
export function findPerson(args: Args): Promise<Person | undefined> {
	const visit = visitOf(args);
	const known = people.get(visit) ?? readPerson(args.request);
	people.set(visit, known);
	return known;
}

async function readPerson(request: Request): Promise<Person | undefined> {
	const token: unknown = await sessionCookie().parse(request.headers.get("cookie"));
	if (typeof token !== "string" || token.length !== 43) return undefined;
	const hash = hashToken(token);
	const [row] = await house().database.guest<SessionRow>("select * from find_session($1)", [hash]);
	if (!row) return undefined;
	const isStale = house().database.clock.now().getTime() - row.seen_at.getTime() > TOUCH_AFTER_MS;
	// A database that takes no writes still shows pages.
	if (isStale) await touchSession(hash).catch((error: Error) => log().warn({ err: error }, "session not renewed"));
	return {
		...(isStale ? { renewed: await signInCookie(token) } : {}),
		sessionId: row.session_id,
		userId: row.user_id,
		email: row.email,
		name: row.name,
		isVerified: row.email_verified_at !== null,
		timeZone: row.time_zone,
		locale: row.locale,
		theme: row.theme,
		startPage: row.start_page,
		orgCount: row.org_count,
		...(row.org_id && row.member_id ? { org: orgOf(row, row.org_id, row.member_id) } : {}),
	};
}

function orgOf(row: SessionRow, id: string, memberId: string): NonNullable<Person["org"]> {
	return {
		id,
		memberId,
		name: row.org_name,
		slug: row.org_slug,
		timeZone: row.org_time_zone,
		currency: row.org_currency,
		colour: row.org_colour,
		role: row.role,
	};
}

/** Moves a session's end, at most once an hour, so that reading a page does not write. */
async function touchSession(hash: Buffer): Promise<void> {
	const now = house().database.clock.now();
	await asSystem((db) =>
		db
			.updateTable("sessions")
			.set({ seen_at: now, expires_at: new Date(now.getTime() + SESSION_DAYS * 86_400_000) })
			.where("token_hash", "=", hash)
			.execute(),
	);
}
