import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { notFound } from "#app/base/errors.ts";
import { recordSecurityEvent } from "#app/domain/identity/security-events.ts";
import { endOtherSessions, endSession } from "#app/domain/identity/sessions/end-session.ts";
import { listSessions } from "#app/domain/identity/sessions/session-queries.ts";
import { nameDevice } from "#app/domain/identity/sessions/user-agent.ts";
import { answerForm } from "#app/doors/form.ts";
import { guarded, originOf, requireMember } from "#app/doors/page.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { Badge } from "#app/ui/signs/badge.tsx";
import { Time } from "#app/ui/signs/time.tsx";

export const meta = () => [{ title: "Sessions · Perigee" }];

export async function loader(args: LoaderFunctionArgs) {
	const member = await requireMember(args);
	const sessions = await guarded(args, () => listSessions(member.userId, new Date()));
	return {
		sessions: sessions.map(({ userAgent, ...session }) => ({
			...session,
			device: nameDevice(userAgent),
			isThis: session.id === member.sessionId,
		})),
	};
}

const Act = z.union([z.object({ session: z.string() }), z.object({ others: z.literal("yes") })]);

export async function action(args: ActionFunctionArgs) {
	const member = await requireMember(args);
	return answerForm(args, Act, async (input) => {
		const { userId, email, org } = member;
		const told = { userId, email, orgId: org.id, origin: originOf(args) };
		if ("others" in input) {
			const count = await endOtherSessions(userId, member.sessionId);
			await recordSecurityEvent({ name: "session.others-ended", ...told, data: { count } });
			return { to: "/settings/sessions", flash: "Every other session was ended." };
		}
		const ended = await endSession(userId, input.session);
		if (!ended) throw notFound("session");
		await recordSecurityEvent({ name: "session.ended", ...told, data: { session: input.session } });
		return { to: "/settings/sessions", flash: "The session was ended." };
	});
}

export default function Sessions() {
	const { sessions } = useLoaderData<typeof loader>();
	return (
		<Page
			title="Sessions"
			crumbs={[{ label: "Settings", href: "/settings" }]}
			width="edge"
			actions={sessions.length > 1 && <EndOthers count={sessions.length - 1} />}
		>
			<table className="table">
				<caption className="hidden-text">Where you are signed in, last used first</caption>
				<thead>
					<tr>
						<th scope="col">Browser</th>
						<th scope="col">Address</th>
						<th scope="col" className="phone-off">
							Signed in
						</th>
						<th scope="col">Last used</th>
						<th scope="col" className="end">
							<span className="hidden-text">End it</span>
						</th>
					</tr>
				</thead>
				<tbody>
					{sessions.map((session) => (
						<SessionLine key={session.id} session={session} />
					))}
				</tbody>
			</table>
		</Page>
	);
}

function EndOthers({ count }: { count: number }) {
	return (
		<Form method="post">
			<SubmitButton tone="danger" name="others" value="yes">
				End {count} other {count === 1 ? "session" : "sessions"}
			</SubmitButton>
		</Form>
	);
}

type Session = ReturnType<typeof useLoaderData<typeof loader>>["sessions"][number];

function SessionLine({ session }: { session: Session }) {
	return (
		<tr>
			<th scope="row">
				{session.device} {session.isThis && <Badge tone="good">this one</Badge>}
			</th>
			<td>{session.ip ?? "unknown"}</td>
			<td className="phone-off">
				<Time at={session.createdAt} />
			</td>
			<td>
				<Time at={session.seenAt} />
			</td>
			<td className="end">
				{!session.isThis && (
					<Form method="post">
						<SubmitButton
							tone="plain"
							small
							name="session"
							value={session.id}
							aria-label={`End the session on ${session.device}`}
						>
							End
						</SubmitButton>
					</Form>
				)}
			</td>
		</tr>
	);
}
