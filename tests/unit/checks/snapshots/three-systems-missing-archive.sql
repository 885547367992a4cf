-- 2018-12-05 to today
SELECT
  "t6"."unit_id",
  "t6"."lead_officer_id" AS "officer_id",
  "t6"."case_id",
  CAST(NULL AS TEXT) AS "complaint_id",
  CAST(COALESCE("t6"."due_day", "t6"."end_of_period") AS BIGINT) * 86400 AS "occurred_at",
  COALESCE("t6"."due_day", "t6"."end_of_period") AS "due_day",
  CAST((
    "t6"."end_day" - "t6"."start_day"
  ) - "t6"."paused" AS DECIMAL(18, 4)) AS "measured",
  CAST("t6"."limit_number" AS DECIMAL(18, 4)) AS "limit",
  'archived' AS "what",
  "t6"."start_at" AS "from_at",
  CAST(NULL AS BIGINT) AS "to_at",
  CAST(NULL AS TEXT) AS "related",
  CAST(NULL AS DECIMAL(18, 4)) AS "value"
FROM (
  SELECT
    "t5"."case",
    "t5"."case_id",
    "t5"."complaint_id",
    "t5"."unit_id",
    "t5"."lead_officer_id",
    "t5"."start_at",
    "t5"."start_day",
    "t5"."start_workday",
    "t5"."limit_number",
    "t5"."end_at",
    "t5"."end_day",
    "t5"."end_workday",
    "t5"."length",
    "t5"."paused",
    "t5"."end_of_period",
    "t3"."end_of_period" AS "end_of_period_right",
    "t3"."due_day"
  FROM (
    SELECT
      "t0"."case",
      "t0"."case_id",
      "t0"."complaint_id",
      "t0"."unit_id",
      "t0"."lead_officer_id",
      "t0"."first_closed_at" AS "start_at",
      "t0"."first_closed_day" AS "start_day",
      "t0"."first_closed_workday" AS "start_workday",
      90 AS "limit_number",
      CAST(NULL AS BIGINT) AS "end_at",
      19904 AS "end_day",
      1055359 AS "end_workday",
      90 AS "length",
      0 AS "paused",
      CAST("t0"."first_closed_day" + 90 + 0 AS INT) AS "end_of_period"
    FROM "rows" AS "t0"
    WHERE
      "t0"."kind" IN ('penalty', 'licence', 'compulsion', 'inspection', 'collection', 'other')
      AND "t0"."first_closed_day" >= 17870
      AND "t0"."first_closed_at" IS NOT NULL
      AND (
        19904 - "t0"."first_closed_day"
      ) > 90
      AND "t0"."count_archived" = 0
  ) AS "t5"
  LEFT OUTER JOIN (
    SELECT
      "t1"."day" AS "end_of_period",
      "t1"."rolled_day" AS "due_day"
    FROM "calendar" AS "t1"
  ) AS "t3"
    ON "t5"."end_of_period" = "t3"."end_of_period"
) AS "t6"
WHERE
  "t6"."end_day" > COALESCE("t6"."due_day", "t6"."end_of_period")
