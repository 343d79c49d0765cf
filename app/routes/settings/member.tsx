import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { changeRole } from "#app/domain/identity/members/change-role.ts";
import { getMember } from "#app/domain/identity/members/member-queries.ts";
import { removeMember } from "#app/domain/identity/members/remove-member.ts";
import { can, outranks } from "#app/domain/identity/policy.ts";
import { ROLES, Role } from "#app/domain/identity/schema.ts";
import { countUpcoming } from "#app/domain/scheduling/appointments/release-member.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { RadioGroup } from "#app/ui/forms/radio-group.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { DescriptionList } from "#app/ui/records/record.tsx";
import { Time } from "#app/ui/signs/time.tsx";

export const meta = () => [{ title: "Member · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "members.view", async (ctx, own) => {
		const member = await getMember(ctx, args.params.id ?? "");
		const mayEditHours = can(ctx.actor, member.id === own.org.memberId ? "hours.edit" : "hours.edit-others");
		const upcoming = await countUpcoming(ctx, member.id);
		const mayChange = can(ctx.actor, "members.change-role") && outranks(own.org.role, member.role);
		return {
			member,
			mayEditHours,
			upcoming,
			mayChange,
			roles: ROLES.filter(({ value }) => outranks(own.org.role, value)),
		};
	});

const Act = z.discriminatedUnion("act", [
	z.object({ act: z.literal("role"), role: Role }),
	z.object({ act: z.literal("remove") }),
]);

export async function action(args: ActionFunctionArgs) {
	const memberId = args.params.id ?? "";
	return form(args, { permission: "members.change-role", schema: Act }, async (ctx, input, own) => {
		if (input.act === "remove") {
			await removeMember(ctx, memberId);
			const to = memberId === own.org.memberId ? "/organisations" : "/settings/members";
			return { to, flash: "The member is removed." };
		}
		await changeRole(ctx, { memberId, role: input.role });
		return { to: `/settings/members/${memberId}`, flash: "The role is changed." };
	});
}

export default function Member() {
	const { member, mayEditHours, mayChange } = useLoaderData<typeof loader>();
	const errors = (useActionData<typeof action>()?.result.error ?? {}) as Record<string, string[] | null>;
	return (
		<Page
			title={member.name}
			crumbs={[
				{ label: "Settings", href: "/settings" },
				{ label: "Members", href: "/settings/members" },
			]}
			width="narrow"
			actions={mayEditHours && <ButtonLink to={`/settings/members/${member.id}/hours`}>Hours</ButtonLink>}
		>
			<ErrorSummary allErrors={Object.fromEntries(Object.entries(errors).map(([name, text]) => [name, text ?? []]))} />
			<DescriptionList
				facts={[
					{ label: "Email", value: member.email },
					{ label: "Role", value: member.role },
					{ label: "Joined", value: <Time at={member.joinedAt} as="exact" /> },
				]}
			/>
			{mayChange && (
				<>
					<RoleSection />
					<RemovalSection />
				</>
			)}
		</Page>
	);
}

function RoleSection() {
	const { member, roles } = useLoaderData<typeof loader>();
	return (
		<Section title="Change role">
			<Form method="post" className="form">
				<input type="hidden" name="act" value="role" />
				<RadioGroup label="Role" name="role" chosen={[member.role]} options={roles} required />
				<FormActions>
					<SubmitButton>Change role</SubmitButton>
				</FormActions>
			</Form>
		</Section>
	);
}

function RemovalSection() {
	const { member, upcoming } = useLoaderData<typeof loader>();
	return (
		<Section title="Remove from the organisation">
			<Form method="post" className="form">
				<p>
					{member.name} can no longer sign in to this organisation, and their API keys end at once. What they owned
					stays, without an owner.
					{upcoming > 0 &&
						` ${upcoming === 1 ? "The appointment" : `The ${upcoming} appointments`} still to come with them ${upcoming === 1 ? "is" : "are"} cancelled, and the customers are told.`}
				</p>
				<FormActions>
					<SubmitButton tone="danger" name="act" value="remove">
						Remove {member.name}
					</SubmitButton>
				</FormActions>
			</Form>
		</Section>
	);
}
