import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useRouteLoaderData } from "@remix-run/react";
import { isZone } from "#app/base/time.ts";
import { getAppointmentPage } from "#app/domain/scheduling/appointment-page/appointment-page-queries.ts";
import { STATE_LABELS } from "#app/domain/scheduling/schema.ts";
import { guarded } from "#app/doors/page.ts";
import { asLinkHolder } from "#app/doors/public/link-holder.ts";
import type { loader as rootLoader } from "#app/root.tsx";
import { formatLength } from "#app/ui/format-time.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { PublicFrame } from "#app/ui/frame/public-frame.tsx";
import { DescriptionList } from "#app/ui/records/record.tsx";
import { Status } from "#app/ui/signs/badge.tsx";
import { Money } from "#app/ui/signs/money.tsx";
import { Flash } from "#app/ui/signs/notice.tsx";
import { When } from "./slot-days.tsx";

export const handle = { plain: true };
export const meta = () => [{ title: "Your appointment" }, { name: "robots", content: "noindex" }];

/** An appointment for whoever holds its link: what, when, where, and what can be done about it. */
export const loader = (args: LoaderFunctionArgs) =>
	guarded(args, () =>
		asLinkHolder(args, "appointment", async (ctx, link) => {
			const { appointment, place } = await getAppointmentPage(ctx, link.subjectId);
			const tz = new URL(args.request.url).searchParams.get("tz");
			return {
				org: link.org,
				appointment,
				place,
				zone: isZone(tz) ? tz : appointment.timeZone,
				changeable: appointment.state === "booked" && appointment.startsAt > ctx.now && appointment.origin !== "shop",
				again: place?.active
					? `/book/${link.org.slug}/${place.slug}?service=${appointment.serviceId ?? ""}`
					: `/book/${link.org.slug}`,
				token: args.params.token ?? "",
			};
		}),
	);

export default function AppointmentPage() {
	const { org, appointment, place, zone, changeable, again, token } = useLoaderData<typeof loader>();
	const flash = useRouteLoaderData<typeof rootLoader>("root")?.flash;
	const { state, startsAt, endsAt, priceCents, currency } = appointment;
	const clocks = { zone, placeZone: appointment.timeZone, member: appointment.memberName };
	return (
		<PublicFrame
			org={{ name: org.name, color: org.colour }}
			title={appointment.title}
			foot={[place?.name ?? org.name, place?.address, place?.phone].filter(Boolean).join(", ")}
		>
			<div className="stack">
				{flash && <Flash {...flash} />}
				<DescriptionList
					facts={[
						{
							label: "State",
							value: <Status tone={state === "booked" ? "good" : "neutral"}>{STATE_LABELS[state]}</Status>,
						},
						{ label: "With", value: appointment.memberName },
						{ label: "When", value: <When at={startsAt} {...clocks} /> },
						// Work over a night has an end rather than a length: the vehicle stays.
						endsAt.getTime() - startsAt.getTime() > 12 * 3_600_000
							? { label: "Ready", value: <When at={endsAt} {...clocks} /> }
							: { label: "Length", value: formatLength(endsAt.getTime() - startsAt.getTime()) },
						{ label: "Where", value: place && [place.name, place.address].filter(Boolean).join(", ") },
						{ label: "Phone", value: place?.phone && <a href={`tel:${place.phone}`}>{place.phone}</a> },
						{ label: "Price", value: priceCents !== null && <Money minor={priceCents} currency={currency ?? "USD"} /> },
					]}
				/>
				<div className="cluster">
					{state === "booked" && (
						<ButtonLink to={`/appointment/${token}/calendar.ics`} icon="calendar" download>
							Add to calendar
						</ButtonLink>
					)}
					{changeable && <ButtonLink to={`/appointment/${token}/move`}>Move appointment</ButtonLink>}
					{changeable && <ButtonLink to={`/appointment/${token}/cancel`}>Cancel appointment</ButtonLink>}
					{!changeable && place && <ButtonLink to={again}>Book again</ButtonLink>}
				</div>
			</div>
		</PublicFrame>
	);
}
