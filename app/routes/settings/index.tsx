import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { can } from "#app/domain/identity/policy.ts";
import { actorOf, requireMember } from "#app/doors/page.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { Table } from "#app/ui/lists/table.tsx";
import { GROUPS, SECTIONS } from "./sections.ts";

export const meta = () => [{ title: "Settings · Perigee" }];

export async function loader(args: LoaderFunctionArgs) {
	const member = await requireMember(args);
	const actor = actorOf(member);
	const sections = SECTIONS.filter((section) => can(actor, section.permission));
	const groups = GROUPS.map((group) => ({
		group,
		parts: sections
			.filter((section) => section.group === group)
			.map(({ label, href, text }) => ({ label, href, text })),
	})).filter(({ parts }) => parts.length > 0);
	return { groups, email: member.email };
}

export default function Settings() {
	const { groups, email } = useLoaderData<typeof loader>();
	return (
		<Page
			title="Settings"
			width="edge"
			actions={
				<form method="post" action="/sign-out">
					<SubmitButton tone="plain">Sign out {email}</SubmitButton>
				</form>
			}
		>
			{groups.map(({ group, parts }) => (
				<section key={group} className="settings-group">
					<h2>{group}</h2>
					<Table
						caption={`${group}: parts of the settings`}
						rows={parts}
						rowKey={(part) => part.href}
						name={{ label: "Part", name: (part) => part.label, href: (part) => part.href }}
						columns={[{ id: "text", label: "What is there", cell: (part) => part.text }]}
					/>
				</section>
			))}
		</Page>
	);
}
