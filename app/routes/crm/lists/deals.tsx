import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { isId } from "#app/base/ids.ts";
import { type DealBoard, listDealBoard } from "#app/domain/crm/pipelines/board-queries.ts";
import { can } from "#app/domain/identity/policy.ts";
import { page } from "#app/doors/page.ts";
import { DealBoardPage } from "./board/deal-board.tsx";
import { type ListData, listLoader } from "./list-data.ts";
import { RecordList } from "./record-list.tsx";

export const meta = () => [{ title: "Deals · Perigee" }];

export const loader = async (args: LoaderFunctionArgs) => {
	const address = new URL(args.request.url).searchParams;
	if (address.get("view") !== "board") return { board: null, data: await listLoader(args, "deal") };
	const wanted = address.get("pipeline");
	return page(args, "deals.view", async (ctx) => ({
		board: await listDealBoard(ctx, isId(wanted) ? wanted : undefined),
		mayEdit: can(ctx.actor, "deals.edit"),
		maySetUp: can(ctx.actor, "pipelines.edit"),
		data: null,
	}));
};

export default function DealsPage() {
	const shown = useLoaderData<typeof loader>();
	if (shown.data) return <RecordList data={shown.data as ListData} />;
	return <DealBoardPage board={shown.board as DealBoard} mayEdit={shown.mayEdit} maySetUp={shown.maySetUp} />;
}
