import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { listBookable } from "#app/domain/scheduling/booking-page/booking-page-queries.ts";
import { guarded } from "#app/doors/page.ts";
import { asVisitor, openBookingPage } from "#app/doors/public/booking-org.ts";
import { PublicFrame } from "#app/ui/frame/public-frame.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";

export const handle = { plain: true };
export const meta = ({ data }: { data?: { org: { name: string } } }) => [
	{ title: data ? `Book at ${data.org.name}` : "Book" },
];

/** The locations of an organisation that can be booked; with a single one, that one. */
export const loader = (args: LoaderFunctionArgs) =>
	guarded(args, async () => {
		const org = await openBookingPage(args, args.params.orgSlug);
		const places = await asVisitor(args, org, listBookable);
		if (places.length === 1) throw redirect(`/book/${org.slug}/${places[0]!.slug}`);
		return { org, places };
	});

export default function BookOrgPage() {
	const { org, places } = useLoaderData<typeof loader>();
	return (
		<PublicFrame org={{ name: org.name, color: org.colour }} title="Where would you like to come?">
			{places.length === 0 ? (
				<EmptyState icon="calendar" title="Nothing to book yet" text="Write or call, and we will find a time." />
			) : (
				<ul className="stack">
					{places.map((place) => (
						<li key={place.id}>
							<Link to={`/book/${org.slug}/${place.slug}`} discover="none">
								{place.name}
							</Link>
							{place.address && <p className="muted">{place.address}</p>}
						</li>
					))}
				</ul>
			)}
		</PublicFrame>
	);
}
