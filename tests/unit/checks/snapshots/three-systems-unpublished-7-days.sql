-- 2018-12-05 to today
SELECT
  "t6"."unit_id",
  "t6"."lead_officer_id" AS "officer_id",
  "t6"."case_id",
  CAST(NULL AS TEXT) AS "complaint_id",
  COALESCE("t6"."end_at", CAST("t6"."due_day" AS BIGINT) * 86400) AS "occurred_at",
  "t6"."due_day",
  CAST((
    CAST(FLOOR((
      "t6"."end_workday"
    ) / (
      2
    )) AS BIGINT) - CAST(FLOOR((
      "t6"."start_workday"
    ) / (
      2
    )) AS BIGINT)
  ) - "t6"."paused" AS DECIMAL(18, 4)) AS "measured",
  CAST("t6"."limit_number" AS DECIMAL(18, 4)) AS "limit",
  'published' AS "what",
  "t6"."start_at" AS "from_at",
  "t6"."end_at" AS "to_at",
  CAST(NULL AS TEXT) AS "related",
  CAST(NULL AS DECIMAL(18, 4)) AS "value"
FROM (
  SELECT
    "t5"."case",
    "t5"."case_id",
    "t5"."complaint_id",
    "t5"."unit_id",
    "t5"."lead_officer_id",
    "t5"."start_day",
    "t5"."start_at",
    "t5"."start_workday",
    "t5"."end_at",
    "t5"."end_day",
    "t5"."end_workday",
    "t5"."limit_number",
    "t5"."paused",
    "t3"."due_day"
  FROM (
    SELECT
      "t0"."case",
      "t0"."case_id",
      "t0"."complaint_id",
      "t0"."unit_id",
      "t0"."lead_officer_id",
      "t0"."first_decided_day" AS "start_day",
      "t0"."first_decided_at" AS "start_at",
      "t0"."first_decided_workday" AS "start_workday",
      "t0"."first_published_at" AS "end_at",
      COALESCE("t0"."first_published_day", 19904) AS "end_day",
      COALESCE("t0"."first_published_workday", 1055359) AS "end_workday",
      7 AS "limit_number",
      7 AS "length",
      0 AS "paused",
      CAST((
        "t0"."first_decided_workday" - (
          "t0"."first_decided_workday" % 2
        )
      ) + (
        (
          7 + 0
        ) * 2
      ) AS INT) AS "due_step"
    FROM "rows" AS "t0"
    WHERE
      "t0"."kind" IN ('penalty')
      AND "t0"."procedure" IN ('ordinary')
      AND NOT (
        "t0"."count_publication_exempted" > 0
      )
      AND NOT (
        "t0"."count_not_penalised" > 0
      )
      AND "t0"."first_decided_day" >= 17870
      AND "t0"."first_decided_at" IS NOT NULL
      AND COALESCE("t0"."first_published_workday", 1055359) > (
        (
          "t0"."first_decided_workday" - (
            "t0"."first_decided_workday" % 2
          )
        ) + (
          7 * 2
        )
      )
  ) AS "t5"
  LEFT OUTER JOIN (
    SELECT
      "t1"."workday" AS "due_step",
      "t1"."day" AS "due_day"
    FROM "calendar" AS "t1"
    WHERE
      (
        "t1"."workday" % 2
      ) = 0
  ) AS "t3"
    ON "t5"."due_step" = "t3"."due_step"
) AS "t6"
WHERE
  "t6"."end_day" > "t6"."due_day"
