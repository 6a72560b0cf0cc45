ALTER TABLE "loan" ADD COLUMN "listed_amount" bigint;--> statement-breakpoint
ALTER TABLE "loan" ADD COLUMN "settled_by" uuid;--> statement-breakpoint
CREATE UNIQUE INDEX "loan_decision_one_proposed" ON "loan_decision" USING btree ("loan_id") WHERE state = 'proposed';--> statement-breakpoint
ALTER TABLE "loan" ADD CONSTRAINT "loan_settled_by_another" CHECK ("loan"."settled_by" is null or "loan"."approved_by" is null or "loan"."settled_by" <> "loan"."approved_by");--> statement-breakpoint
ALTER TABLE "product" ADD CONSTRAINT "product_by_two" CHECK ("product"."published_by" is null or "product"."proposed_by" is null or "product"."published_by" <> "product"."proposed_by");