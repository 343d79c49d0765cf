import { getFormProps, getInputProps, getSelectProps, useForm } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { isIdentityMailOff } from "#app/domain/identity/mail/system-mail.ts";
import { inviteMember } from "#app/domain/identity/members/invite-member.ts";
import { listInvitations, listMembers } from "#app/domain/identity/members/member-queries.ts";
import { can, outranks } from "#app/domain/identity/policy.ts";
import { InviteMember, ROLES } from "#app/domain/identity/schema.ts";
import { form as formDoor } from "#app/doors/form.ts";
import { page, requireVerified } from "#app/doors/page.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { useKeptReply } from "#app/ui/forms/use-kept-reply.ts";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { Pager } from "#app/ui/lists/list-parts.tsx";
import { Table } from "#app/ui/lists/table.tsx";
import { Badge } from "#app/ui/signs/badge.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { heldWords } from "./held-words.ts";

export const meta = () => [{ title: "Members · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "members.view", async (ctx, member) => {
		const after = new URL(args.request.url).searchParams.get("after") ?? undefined;
		const mayInvite = can(ctx.actor, "members.invite");
		return {
			members: await listMembers(ctx, after),
			invitations: mayInvite ? await listInvitations(ctx) : [],
			mayInvite,
			isMailOff: isIdentityMailOff(),
			roles: ROLES.filter(({ value }) => outranks(member.org.role, value)),
		};
	});

export const action = (args: ActionFunctionArgs) =>
	formDoor(args, { permission: "members.invite", schema: InviteMember }, async (ctx, input, member) => {
		requireVerified(member);
		await inviteMember(ctx, input);
		return { to: "/settings/members", flash: `${input.email} is invited.${heldWords(input.email)}` };
	});

export default function Members() {
	const { members, invitations, mayInvite } = useLoaderData<typeof loader>();
	useLiveRefresh(["members", "invitations"]);
	const next = members.next && `?after=${encodeURIComponent(members.next)}`;
	return (
		<Page title="Members" crumbs={[{ label: "Settings", href: "/settings" }]}>
			<Table
				caption="Members by name"
				rows={members.data}
				rowKey={(member) => member.id}
				name={{
					label: "Name",
					name: (member) => member.name,
					href: (member) => `/settings/members/${member.id}`,
					note: (member) => member.email,
				}}
				columns={[
					{ id: "role", label: "Role", cell: (member) => <Badge>{member.role}</Badge> },
					{ id: "joined", label: "Joined", phone: false, cell: (member) => <Time at={member.joinedAt} /> },
				]}
			/>
			<Pager older={next}>{members.data.length} shown, by name</Pager>
			{mayInvite && (
				<div>
					<Section title="Invite somebody">
						<Invite />
					</Section>
				</div>
			)}
			{invitations.length > 0 && (
				<Section title="Open invitations">
					<Invitations />
				</Section>
			)}
		</Page>
	);
}

function Invite() {
	const { roles, isMailOff } = useLoaderData<typeof loader>();
	const [form, fields] = useForm({
		lastResult: useKeptReply(useActionData<typeof action>())?.result,
		defaultValue: { role: "user" },
		onValidate: ({ formData }) => parseWithZod(formData, { schema: InviteMember }),
	});
	return (
		<Form method="post" className="form" {...getFormProps(form)}>
			<ErrorSummary allErrors={form.allErrors} ids={{ email: fields.email.id, role: fields.role.id }} />
			<TextInput
				label="Email"
				help={`${isMailOff ? "The mail with the link is held: sending is off here." : "A mail with a link goes to it."} The link works once and for 7 days.`}
				errors={fields.email.errors}
				inputProps={{ ...getInputProps(fields.email, { type: "email" }), autoComplete: "off" }}
			/>
			<Select
				label="Role"
				errors={fields.role.errors}
				inputProps={getSelectProps(fields.role)}
				options={roles.map(({ value, label, help }) => ({ value, label: `${label}: ${help}` }))}
			/>
			<FormActions>
				<SubmitButton>Invite member</SubmitButton>
			</FormActions>
		</Form>
	);
}

function Invitations() {
	const { invitations } = useLoaderData<typeof loader>();
	return (
		<table className="table">
			<caption className="hidden-text">Open invitations, newest first</caption>
			<thead>
				<tr>
					<th scope="col">Address</th>
					<th scope="col">Role</th>
					<th scope="col">Valid until</th>
					<th scope="col" className="end">
						<span className="hidden-text">Acts</span>
					</th>
				</tr>
			</thead>
			<tbody>
				{invitations.map(({ id, email, role, expiresAt }) => (
					<tr key={id}>
						<th scope="row">{email}</th>
						<td>
							<Badge>{role}</Badge>
						</td>
						<td>
							<Time at={expiresAt} as="exact" />
						</td>
						<td className="end">
							<Form method="post" action={`/settings/invitations/${id}`} className="cluster">
								<SubmitButton tone="plain" small name="act" value="resend" aria-label={`Send again to ${email}`}>
									Send again
								</SubmitButton>
								<SubmitButton tone="danger" small name="act" value="revoke" aria-label={`Revoke ${email}`}>
									Revoke
								</SubmitButton>
							</Form>
						</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}
