import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { HoursForm } from "#app/domain/scheduling/hours/hours-form.ts";
import { getMemberHours } from "#app/domain/scheduling/hours/member-hours-queries.ts";
import { saveMemberHours } from "#app/domain/scheduling/hours/save-member-hours.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { HoursFields } from "./hours-form.tsx";

export const meta = () => [{ title: "Member's hours · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "hours.edit", async (ctx) => {
		const hours = await getMemberHours(ctx, args.params.id ?? "");
		const zones = [...new Set([hours.fields.timeZone ?? "UTC", ...Intl.supportedValuesOf("timeZone")])];
		return { ...hours, zones };
	});

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "hours.edit", schema: HoursForm }, async (ctx, input) => {
		const memberId = args.params.id ?? "";
		await saveMemberHours(ctx, { ...input, memberId });
		return { to: `/settings/members/${memberId}/hours`, flash: "The hours are saved." };
	});

export default function MemberHoursPage() {
	const { id, name, version, fields, zones } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const crumbs = [
		{ label: "Members", href: "/settings/members" },
		{ label: name, href: `/settings/members/${id}` },
	];
	return (
		<Page
			title="Hours"
			crumbs={crumbs}
			width="narrow"
			search={null}
			actions={<ButtonLink to={`/calendar?member=${id}`}>Calendar</ButtonLink>}
		>
			{version === null && (
				<Notice tone="info" title={`${name} cannot be booked yet.`}>
					Save hours, and appointments can be booked with {name}.
				</Notice>
			)}
			<HoursFields key={version} values={fields} zones={zones} version={version} result={reply?.result} />
		</Page>
	);
}
