import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { isZone } from "#app/base/time.ts";
import { getAppointmentPage } from "#app/domain/scheduling/appointment-page/appointment-page-queries.ts";
import { moveAppointment } from "#app/domain/scheduling/appointments/move-appointment.ts";
import { listMoveDays } from "#app/domain/scheduling/appointments/move-queries.ts";
import { MoveForm } from "#app/domain/scheduling/booking-page/booking-form.ts";
import { answerForm } from "#app/doors/form.ts";
import { guarded } from "#app/doors/page.ts";
import { asLinkHolder } from "#app/doors/public/link-holder.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { ErrorSummary } from "#app/ui/forms/form.tsx";
import { PublicFrame } from "#app/ui/frame/public-frame.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { SlotButton, SlotDays, When } from "./slot-days.tsx";
import { ZoneForm } from "./zone-form.tsx";

export const handle = { plain: true, script: "/booking.js" };
export const meta = () => [{ title: "Move your appointment" }, { name: "robots", content: "noindex" }];

/** Other free times for an appointment, for whoever holds its link. */
export const loader = (args: LoaderFunctionArgs) =>
	guarded(args, () =>
		asLinkHolder(args, "appointment", async (ctx, link) => {
			const asked = new URL(args.request.url).searchParams;
			const tz = asked.get("tz");
			const { appointment } = await getAppointmentPage(ctx, link.subjectId);
			const zone = isZone(tz) ? tz : appointment.timeZone;
			const found = await listMoveDays(ctx, appointment, { zone, from: asked.get("from") ?? undefined });
			return { org: link.org, appointment, zone, token: args.params.token ?? "", ...found };
		}),
	);

export const action = (args: ActionFunctionArgs) =>
	answerForm(args, MoveForm, async ({ slot, version }) => {
		await asLinkHolder(args, "appointment", (ctx, link) =>
			moveAppointment(ctx, { appointmentId: link.subjectId, startsAt: slot, version }),
		);
		return {
			to: `/appointment/${args.params.token}`,
			flash: "Your appointment has moved.",
		};
	});

export default function MoveAppointmentPage() {
	const { org, appointment, zone, token, days, next } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	return (
		<PublicFrame org={{ name: org.name, color: org.colour }} title="Choose another time">
			<div className="stack">
				<ErrorSummary allErrors={reply?.result.error ? { "": reply.result.error[""] ?? [] } : {}} />
				<p>
					{appointment.title}, now{" "}
					<When
						at={appointment.startsAt}
						zone={zone}
						placeZone={appointment.timeZone}
						member={appointment.memberName}
					/>
				</p>
				<ZoneForm zone={zone} placeZone={appointment.timeZone} keep={{}} member={appointment.memberName} />
				{days.length === 0 && (
					<EmptyState
						icon="calendar"
						title="No other free time in the next weeks"
						text="Call us, and we will find one."
					/>
				)}
				<Form method="post" action="?">
					<input type="hidden" name="version" value={appointment.version} />
					<SlotDays
						days={days}
						zone={zone}
						placeZone={appointment.timeZone}
						slot={(startsAt, words) => (
							<SlotButton key={startsAt.toISOString()} at={startsAt}>
								{words}
							</SlotButton>
						)}
					/>
				</Form>
				<p className="cluster">
					{next && <ButtonLink to={`?from=${next}&tz=${encodeURIComponent(zone)}`}>Later days</ButtonLink>}
					<ButtonLink to={`/appointment/${token}`} tone="quiet">
						Keep the time
					</ButtonLink>
				</p>
			</div>
		</PublicFrame>
	);
}
