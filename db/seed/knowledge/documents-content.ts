/** What the demo firm wrote down for its members and its customers, as Markdown. `in` names the collection. */
export const DOCUMENTS = [
	{
		key: "tint-law",
		in: "public",
		title: "Window tint rules in our three states",
		text: `# Window tint rules in our three states

How dark front side windows may be differs by state. What counts is the light that passes film and glass together.

## By state

Wisconsin: at least 50 % through the front side windows, 35 % behind them.

Colorado: at least 27 % through all side windows. The windshield may have a strip of 4 inches at the top.

Washington: at least 24 % through the side and rear windows.

## Before film is cut

Rules change. The shop checks the state's current rule before film is cut, and notes the value on the order. A doctor's note can allow darker film; the customer keeps it in the vehicle.
`,
	},
	{
		key: "coating-care",
		in: "public",
		title: "How to look after a ceramic coating",
		text: `# How to look after a ceramic coating

## The first week

Keep the vehicle dry for a day, and do not wash it for seven. Wipe off bird droppings with water and a soft cloth at once.

## Afterwards

Wash by hand every two weeks with a mild soap, two buckets and a clean mitt. No brushes, no wax on top.

## Once a year

Bring it for the inspection. It takes half an hour and is included for as long as the coating's term.
`,
	},
	{
		key: "warranty",
		in: "public",
		title: "What our warranty covers",
		text: `# What our warranty covers

Film: bubbling, peeling, cracking and fading, for as long as you own the vehicle.

Wraps: lifting edges and seams for three years; not the hood and roof after the second summer.

Coatings: the term that was booked, when the yearly inspections were kept.

## Not covered

Stones, accidents, brushes of car washes, and work by others on the same panel.

## To claim

Write to us with a photo. We answer within two working days and put it right at the shop that did the work.
`,
	},
	{
		key: "opening-a-bay",
		in: "General",
		title: "Opening and closing a bay",
		text: `# Opening and closing a bay

## In the morning

Switch on the air filters twenty minutes before the first vehicle comes in. Dust settles in that time, and film does not take it up. Wipe the bench, fill the spray bottles with fresh slip solution, and check that the heat gun stands on its holder.

## Between two vehicles

Sweep towards the drain and never towards the other bay. A bay is free again once its floor is dry: a wet floor is the most frequent cause of a fall in our shops.

## In the evening

Lock the solvents away, note used rolls on the list beside the door, and close the compressed air at the main valve. Whoever closes writes the time into the book.
`,
	},
	{
		key: "price-policy",
		in: "Managers",
		title: "Discounts and who may give them",
		text: `# Discounts and who may give them

## At the counter

Up to 5 % may be given by anyone to settle a small complaint. It is noted on the order with the reason.

## Fleets

From five vehicles a year 10 %, from twenty 15 %. The agreement is written down and runs for a year; it does not renew itself.

## Everything else

A manager decides. No discount is given on work under warranty, and none may be promised in a message before the order says so.
`,
	},
] as const;
