-- 2018-12-05 to today
SELECT
  "t8"."unit_id",
  "t8"."lead_officer_id" AS "officer_id",
  "t8"."case_id",
  CAST(NULL AS TEXT) AS "complaint_id",
  CAST("t8"."due_day" AS BIGINT) * 86400 AS "occurred_at",
  "t8"."due_day",
  CAST((
    "t8"."end_day" - "t8"."start_day"
  ) - "t8"."paused" AS DECIMAL(18, 4)) AS "measured",
  CAST("t8"."limit_number" AS DECIMAL(18, 4)) AS "limit",
  'archived' AS "what",
  "t8"."start_at" AS "from_at",
  CAST(NULL AS BIGINT) AS "to_at",
  CAST(NULL AS TEXT) AS "related",
  CAST(NULL AS DECIMAL(18, 4)) AS "value"
FROM (
  SELECT
    "t7".*
    EXCLUDE ("end_of_period", "length", "end_of_period_right")
  FROM (
    SELECT
      "t6"."case",
      "t6"."case_id",
      "t6"."complaint_id",
      "t6"."unit_id",
      "t6"."lead_officer_id",
      "t6"."start_at",
      "t6"."start_day",
      "t6"."start_workday",
      "t6"."limit_number",
      "t6"."end_at",
      "t6"."end_day",
      "t6"."end_workday",
      "t6"."length",
      "t6"."paused",
      "t6"."end_of_period",
      "t6"."end_of_period_right",
      COALESCE("t6"."due_day", "t6"."end_of_period") AS "due_day"
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
  ) AS "t7"
) AS "t8"
WHERE
  "t8"."end_day" > "t8"."due_day"
