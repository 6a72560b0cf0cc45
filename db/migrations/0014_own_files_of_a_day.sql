CREATE TABLE "day_file" (
	"business_date" date NOT NULL,
	"version" integer NOT NULL,
	"file" text NOT NULL,
	"through" uuid NOT NULL,
	"rows" integer NOT NULL,
	"bytes" bigint NOT NULL,
	"hash" text NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "day_file_business_date_version_file_pk" PRIMARY KEY("business_date","version","file")
);
--> statement-breakpoint
DROP INDEX "journal_business_date_index";--> statement-breakpoint
CREATE INDEX "journal_business_date_id_index" ON "journal" USING btree ("business_date","id");