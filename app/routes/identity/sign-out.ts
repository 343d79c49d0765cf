import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { recordSecurityEvent } from "#app/domain/identity/security-events.ts";
import { endSession } from "#app/domain/identity/sessions/end-session.ts";
import { leave } from "#app/doors/form.ts";
import { originOf } from "#app/doors/page.ts";
import { findPerson, signOutCookie } from "#app/doors/session.ts";

export const loader = () => redirect("/");

export async function action(args: ActionFunctionArgs) {
	const person = await findPerson(args);
	if (person) {
		await endSession(person.userId, person.sessionId);
		const { userId, email, org } = person;
		await recordSecurityEvent({ name: "sign-out", userId, email, orgId: org?.id, origin: originOf(args) });
	}
	return leave({ to: "/sign-in", headers: [["Set-Cookie", await signOutCookie()]] });
}
