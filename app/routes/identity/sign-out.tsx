import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { endSession } from "#app/domain/identity/end-session.ts";
import { leave } from "#app/doors/form.ts";
import { findPerson, signOutCookie } from "#app/doors/session.ts";

export const loader = () => redirect("/");

export async function action(args: ActionFunctionArgs) {
	const person = await findPerson(args);
	if (person) await endSession(person.userId, person.sessionId);
	return leave({ to: "/sign-in", headers: [["Set-Cookie", await signOutCookie()]] });
}
