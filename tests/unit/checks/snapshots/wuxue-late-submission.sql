-- always to today
SELECT
  "t22"."unit_id",
  "t22"."lead_officer_id" AS "officer_id",
  "t22"."case_id",
  CAST(NULL AS TEXT) AS "complaint_id",
  COALESCE("t22"."end_at", CAST("t22"."due_day" AS BIGINT) * 86400) AS "occurred_at",
  "t22"."due_day",
  CAST((
    "t22"."end_day" - "t22"."start_day"
  ) - "t22"."paused" AS DECIMAL(18, 4)) AS "measured",
  CAST((
    "t22"."due_day" - "t22"."start_day"
  ) - "t22"."paused" AS DECIMAL(18, 4)) AS "limit",
  'review_submitted' AS "what",
  "t22"."start_at" AS "from_at",
  "t22"."end_at" AS "to_at",
  CAST(NULL AS TEXT) AS "related",
  CAST(NULL AS DECIMAL(18, 4)) AS "value"
FROM (
  SELECT
    "t21".*
    EXCLUDE ("end_of_period", "length", "end_of_period_right")
  FROM (
    SELECT
      "t20"."case",
      "t20"."case_id",
      "t20"."complaint_id",
      "t20"."unit_id",
      "t20"."lead_officer_id",
      "t20"."start_day",
      "t20"."start_at",
      "t20"."start_workday",
      "t20"."end_at",
      "t20"."end_day",
      "t20"."end_workday",
      "t20"."limit_number",
      "t20"."length",
      "t20"."paused",
      "t20"."end_of_period",
      "t20"."end_of_period_right",
      COALESCE("t20"."due_day", "t20"."end_of_period") AS "due_day"
    FROM (
      SELECT
        "t19"."case",
        "t19"."case_id",
        "t19"."complaint_id",
        "t19"."unit_id",
        "t19"."lead_officer_id",
        "t19"."start_day",
        "t19"."start_at",
        "t19"."start_workday",
        "t19"."end_at",
        "t19"."end_day",
        "t19"."end_workday",
        "t19"."limit_number",
        "t19"."length",
        "t19"."paused",
        "t19"."end_of_period",
        "t4"."end_of_period" AS "end_of_period_right",
        "t4"."due_day"
      FROM (
        SELECT
          "t17"."case",
          "t17"."case_id",
          "t17"."complaint_id",
          "t17"."unit_id",
          "t17"."lead_officer_id",
          "t17"."start_day",
          "t17"."start_at",
          "t17"."start_workday",
          "t17"."end_at",
          "t17"."end_day",
          "t17"."end_workday",
          "t17"."limit_number",
          "t17"."length",
          0 AS "paused",
          CAST("t17"."start_day" + "t17"."length" + 0 AS INT) AS "end_of_period"
        FROM (
          SELECT
            "t16".*
            EXCLUDE ("day_of_month", "first_of_month", "month_length", "start_month")
          FROM (
            SELECT
              "t15"."case",
              "t15"."case_id",
              "t15"."complaint_id",
              "t15"."unit_id",
              "t15"."lead_officer_id",
              "t15"."start_day",
              "t15"."start_at",
              "t15"."start_workday",
              "t15"."end_at",
              "t15"."end_day",
              "t15"."end_workday",
              "t15"."limit_number",
              "t15"."start_month",
              "t15"."day_of_month",
              "t15"."first_of_month",
              "t15"."month_length",
              CAST((
                (
                  "t15"."first_of_month" + LEAST("t15"."day_of_month", "t15"."month_length")
                ) - 1
              ) - "t15"."start_day" AS INT) AS "length"
            FROM (
              SELECT
                "t14".*
                EXCLUDE ("due_month_right", "due_month")
              FROM (
                SELECT
                  "t13"."case",
                  "t13"."case_id",
                  "t13"."complaint_id",
                  "t13"."unit_id",
                  "t13"."lead_officer_id",
                  "t13"."start_day",
                  "t13"."start_at",
                  "t13"."start_workday",
                  "t13"."end_at",
                  "t13"."end_day",
                  "t13"."end_workday",
                  "t13"."limit_number",
                  "t13"."start_month",
                  "t13"."day_of_month",
                  "t13"."due_month",
                  "t7"."due_month" AS "due_month_right",
                  "t7"."first_of_month",
                  "t7"."month_length"
                FROM (
                  SELECT
                    "t11"."case",
                    "t11"."case_id",
                    "t11"."complaint_id",
                    "t11"."unit_id",
                    "t11"."lead_officer_id",
                    "t11"."start_day",
                    "t11"."start_at",
                    "t11"."start_workday",
                    "t11"."end_at",
                    "t11"."end_day",
                    "t11"."end_workday",
                    "t11"."limit_number",
                    "t11"."start_month",
                    "t11"."day_of_month",
                    CAST("t11"."start_month" + "t11"."limit_number" AS INT) AS "due_month"
                  FROM (
                    SELECT
                      "t10".*
                      EXCLUDE ("start_day_right")
                    FROM (
                      SELECT
                        "t9"."case",
                        "t9"."case_id",
                        "t9"."complaint_id",
                        "t9"."unit_id",
                        "t9"."lead_officer_id",
                        "t9"."start_day",
                        "t9"."start_at",
                        "t9"."start_workday",
                        "t9"."end_at",
                        "t9"."end_day",
                        "t9"."end_workday",
                        "t9"."limit_number",
                        "t6"."start_day" AS "start_day_right",
                        "t6"."start_month",
                        "t6"."day_of_month"
                      FROM (
                        SELECT
                          "t1"."case",
                          "t1"."case_id",
                          "t1"."complaint_id",
                          "t1"."unit_id",
                          "t1"."lead_officer_id",
                          "t1"."first_closed_day" AS "start_day",
                          "t1"."first_closed_at" AS "start_at",
                          "t1"."first_closed_workday" AS "start_workday",
                          "t1"."first_review_submitted_at" AS "end_at",
                          COALESCE("t1"."first_review_submitted_day", 19904) AS "end_day",
                          COALESCE("t1"."first_review_submitted_workday", 1055359) AS "end_workday",
                          1 AS "limit_number"
                        FROM "rows" AS "t1"
                        WHERE
                          "t1"."first_closed_at" IS NOT NULL
                          AND (
                            COALESCE("t1"."first_review_submitted_day", 19904) - "t1"."first_closed_day"
                          ) > (
                            1 * 28
                          )
                      ) AS "t9"
                      LEFT OUTER JOIN (
                        SELECT
                          "t0"."day" AS "start_day",
                          "t0"."month_number" AS "start_month",
                          "t0"."day_of_month"
                        FROM "calendar" AS "t0"
                      ) AS "t6"
                        ON "t9"."start_day" = "t6"."start_day"
                    ) AS "t10"
                  ) AS "t11"
                ) AS "t13"
                LEFT OUTER JOIN (
                  SELECT
                    "t0"."month_number" AS "due_month",
                    "t0"."day" AS "first_of_month",
                    "t0"."month_length"
                  FROM "calendar" AS "t0"
                  WHERE
                    "t0"."day_of_month" = 1
                ) AS "t7"
                  ON "t13"."due_month" = "t7"."due_month"
              ) AS "t14"
            ) AS "t15"
          ) AS "t16"
        ) AS "t17"
      ) AS "t19"
      LEFT OUTER JOIN (
        SELECT
          "t0"."day" AS "end_of_period",
          "t0"."rolled_day" AS "due_day"
        FROM "calendar" AS "t0"
      ) AS "t4"
        ON "t19"."end_of_period" = "t4"."end_of_period"
    ) AS "t20"
  ) AS "t21"
) AS "t22"
WHERE
  "t22"."end_day" > "t22"."due_day"
